package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.domain.calendar.TradingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/** Time in session, counted back day by day from the later of two times. */
public final class OutsideSessions {
  private static final int DAYS = 4_000;

  private OutsideSessions() {}

  /**
   * Time in session between two times, milliseconds, counted no farther than beyond a limit.
   *
   * @param calendar what was configured; its arithmetic is not used
   */
  public static long between(TradingCalendar calendar, long from, long to, Duration limit) {
    LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(to), calendar.timeZone());
    long counted = 0;
    for (int i = 0; i < DAYS && counted <= limit.toMillis(); i++, day = day.minusDays(1)) {
      boolean trades =
          calendar.days().contains(day.getDayOfWeek()) && !calendar.holidays().contains(day);
      LocalTime closing = calendar.halfDays().getOrDefault(day, calendar.close());
      ZonedDateTime opens = day.atTime(calendar.open()).atZone(calendar.timeZone());
      LocalDate ends = closing.isAfter(calendar.open()) ? day : day.plusDays(1);
      ZonedDateTime closes = ends.atTime(closing).atZone(calendar.timeZone());
      long begin = Math.max(from, opens.toInstant().toEpochMilli());
      long end = Math.min(to, closes.toInstant().toEpochMilli());
      if (trades && end > begin) {
        counted += end - begin;
      }
    }
    return counted;
  }
}
