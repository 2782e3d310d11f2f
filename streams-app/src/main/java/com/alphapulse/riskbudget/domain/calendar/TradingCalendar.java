package com.alphapulse.riskbudget.domain.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;

/**
 * The sessions of a market: on its days, from open to close in local time. A session that closes at
 * or before the time at which it opens ends on the next day. In the hour that a change of the
 * clocks leaves out, a session opens or closes that much later.
 *
 * @param days on which a session opens
 * @param holidays on which none does
 * @param halfDays when the sessions of these days close instead
 */
public record TradingCalendar(
    ZoneId timeZone,
    LocalTime open,
    LocalTime close,
    Set<DayOfWeek> days,
    Set<LocalDate> holidays,
    Map<LocalDate, LocalTime> halfDays) {

  /** Days that are looked through at most; what is older than that is old in any calendar. */
  private static final int MAX_DAYS = 3_660;

  /** Some hundred thousand years. */
  private static final long MAX_MILLIS = 10_000_000_000_000_000L;

  public TradingCalendar {
    days = Set.copyOf(days);
    holidays = Set.copyOf(holidays);
    halfDays = Map.copyOf(halfDays);
  }

  /** Time in session from one instant to another, milliseconds; 0 where it does not come after. */
  public long sessionTime(long from, long to) {
    return sessionTime(from, to, Long.MAX_VALUE);
  }

  /**
   * The same, but no more is counted once it is above {@code enough}, so that a price of long ago
   * costs no more than one of yesterday.
   *
   * @param from milliseconds since the epoch
   * @param to milliseconds since the epoch
   */
  public long sessionTime(long from, long to, long enough) {
    if (from >= to) {
      return 0;
    }
    LocalDate last = dateOf(to);
    LocalDate first = dateOf(from).minusDays(1); // Its session may go on into the next day.
    if (first.isBefore(last.minusDays(MAX_DAYS))) {
      return to - from < 0 ? Long.MAX_VALUE : to - from;
    }
    long sum = 0;
    for (LocalDate day = first; !day.isAfter(last) && sum <= enough; day = day.plusDays(1)) {
      if (days.contains(day.getDayOfWeek()) && !holidays.contains(day)) {
        LocalTime closes = halfDays.getOrDefault(day, close);
        long begin = Math.max(from, millis(day, open));
        long end = Math.min(to, millis(closes.isAfter(open) ? day : day.plusDays(1), closes));
        sum += Math.max(0, end - begin);
      }
    }
    return sum;
  }

  private LocalDate dateOf(long millis) {
    long sensible = Math.max(-MAX_MILLIS, Math.min(MAX_MILLIS, millis));
    return LocalDate.ofInstant(Instant.ofEpochMilli(sensible), timeZone);
  }

  private long millis(LocalDate day, LocalTime time) {
    return day.atTime(time).atZone(timeZone).toInstant().toEpochMilli();
  }
}
