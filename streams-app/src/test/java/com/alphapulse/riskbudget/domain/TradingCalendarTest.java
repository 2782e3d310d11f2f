package com.alphapulse.riskbudget.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.domain.calendar.TradingCalendar;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradingCalendarTest {
  private static final String YAML =
      """
      calendars:
        NYSE:
          time_zone: America/New_York
          open: "09:30"
          close: "16:00"
          holidays: [2026-11-26, 2026-12-25]
          half_days: {2026-11-27: "13:00"}
        TSE:
          time_zone: Asia/Tokyo
          open: "09:00"
          close: "15:30"
          holidays: [2026-11-23]
        GLOBEX:
          time_zone: America/Chicago
          open: "17:00"
          close: "16:00"
          days: [sun, mon, tue, wed, thu]
      """;

  private static TradingCalendar calendar(String name) {
    return Configuration.parse("test", YAML).gate().calendars().get(name);
  }

  @ParameterizedTest
  @CsvSource({
    // Within one session, and from one to the next over night and weekend.
    "NYSE, 2026-11-24T10:00:00-05:00, 2026-11-24T10:05:00-05:00, 300",
    "NYSE, 2026-11-23T15:59:30-05:00, 2026-11-24T09:30:10-05:00, 40",
    "NYSE, 2026-11-20T15:59:00-05:00, 2026-11-23T09:31:00-05:00, 120",
    "NYSE, 2026-11-24T17:00:00-05:00, 2026-11-25T08:00:00-05:00, 0",
    // The holiday has no session, the day after it half a one.
    "NYSE, 2026-11-25T16:00:00-05:00, 2026-11-27T09:30:00-05:00, 0",
    "NYSE, 2026-11-26T10:00:00-05:00, 2026-11-26T15:00:00-05:00, 0",
    "NYSE, 2026-11-27T12:59:00-05:00, 2026-11-27T18:00:00-05:00, 60",
    "NYSE, 2026-11-27T09:30:00-05:00, 2026-11-30T09:30:00-05:00, 12600",
    // Clocks change on 8 March and 1 November 2026; sessions are as long as ever.
    "NYSE, 2026-03-06T16:00:00-05:00, 2026-03-09T16:00:00-04:00, 23400",
    "NYSE, 2026-10-30T16:00:00-04:00, 2026-11-02T16:00:00-05:00, 23400",
    "NYSE, 2026-03-06T14:59:00-05:00, 2026-03-09T13:31:00Z, 3720",
    // Another zone, its own holiday.
    "TSE, 2026-11-20T15:29:00+09:00, 2026-11-24T09:01:00+09:00, 120",
    "TSE, 2026-11-22T23:00:00Z, 2026-11-23T23:00:00Z, 0",
    // Over midnight: closes at 16:00 of the next day. The clocks take an hour of one session.
    "GLOBEX, 2026-11-23T15:59:00-06:00, 2026-11-23T17:01:00-06:00, 120",
    "GLOBEX, 2026-11-23T23:00:00-06:00, 2026-11-24T01:00:00-06:00, 7200",
    "GLOBEX, 2026-11-20T16:00:00-06:00, 2026-11-22T17:00:00-06:00, 0",
    // Not after, and long ago.
    "NYSE, 2026-11-24T10:05:00-05:00, 2026-11-24T10:00:00-05:00, 0",
  })
  void shouldCountTimeInSessionOnly(
      String name, OffsetDateTime from, OffsetDateTime to, long seconds) {
    assertThat(calendar(name).sessionTime(millis(from), millis(to))).isEqualTo(seconds * 1000);
  }

  @Test
  void shouldBeOld_whenAPriceIsOfLongAgo() {
    long now = millis(OffsetDateTime.parse("2026-11-24T10:00:00-05:00"));
    for (long from : new long[] {0, -1, Long.MIN_VALUE, Long.MIN_VALUE / 2}) {
      assertThat(calendar("NYSE").sessionTime(from, now)).isGreaterThan(1_000_000);
    }
    assertThat(calendar("NYSE").sessionTime(Long.MAX_VALUE, now)).isZero();
    assertThat(calendar("NYSE").sessionTime(now - Duration.ofDays(2000).toMillis(), now, 300_000))
        .isGreaterThan(300_000);
  }

  @Test
  void shouldAddUp_whenATimeIsCutInTwo() {
    Random random = new Random(7);
    long start = millis(OffsetDateTime.parse("2026-02-20T00:00:00Z"));
    for (String name : new String[] {"NYSE", "TSE", "GLOBEX"}) {
      for (int i = 0; i < 300; i++) {
        long[] times = random.longs(3, 0, Duration.ofDays(300).toMillis()).sorted().toArray();
        TradingCalendar calendar = calendar(name);
        assertThat(calendar.sessionTime(start + times[0], start + times[2]))
            .isEqualTo(
                calendar.sessionTime(start + times[0], start + times[1])
                    + calendar.sessionTime(start + times[1], start + times[2]));
      }
    }
  }

  private static long millis(OffsetDateTime time) {
    return time.toInstant().toEpochMilli();
  }
}
