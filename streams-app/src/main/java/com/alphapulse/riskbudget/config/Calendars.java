package com.alphapulse.riskbudget.config;

import com.alphapulse.riskbudget.domain.calendar.TradingCalendar;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Trading calendars by name ({@code calendars}). */
final class Calendars {
  private static final LocalTime OPEN = LocalTime.of(9, 30);
  private static final LocalTime CLOSE = LocalTime.of(16, 0);
  private static final List<String> WEEK = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private Calendars() {}

  static Map<String, TradingCalendar> read(ConfigNode node) {
    Map<String, TradingCalendar> calendars = new TreeMap<>();
    node.named().forEach((name, child) -> calendars.put(name, calendar(child)));
    return calendars;
  }

  /** Documents the keys of a calendar, of which there is none by default. */
  static void document(ConfigNode node) {
    calendar(node.child("NAME"));
  }

  private static TradingCalendar calendar(ConfigNode node) {
    ZoneId zone =
        parse(
                node,
                "time_zone",
                node.text("time_zone", "UTC", "Time zone of a calendar."),
                ZoneId::of)
            .orElse(ZoneOffset.UTC);
    LocalTime open =
        parse(
                node,
                "open",
                node.text("open", OPEN.toString(), "When its sessions open, local time, `HH:mm`."),
                LocalTime::parse)
            .orElse(OPEN);
    LocalTime close =
        parse(
                node,
                "close",
                node.text(
                    "close",
                    CLOSE.toString(),
                    "When they close; at or before `open` means on the next day."),
                LocalTime::parse)
            .orElse(CLOSE);
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String day :
        node.texts(
            "days", List.of("mon", "tue", "wed", "thu", "fri"), "Days on which they open.")) {
      int number = WEEK.indexOf(day.toLowerCase(Locale.ROOT));
      if (number < 0) {
        node.error("days", "must hold some of %s, not %s".formatted(WEEK, day));
      } else {
        days.add(DayOfWeek.of(number + 1));
      }
    }
    Set<LocalDate> holidays = new TreeSet<>();
    for (String day :
        node.texts("holidays", List.of(), "Dates on which they do not, `yyyy-MM-dd`.")) {
      parse(node, "holidays", day, LocalDate::parse).ifPresent(holidays::add);
    }
    Map<LocalDate, LocalTime> halfDays = new TreeMap<>();
    node.properties("half_days", "When they close instead, `HH:mm`, by date.")
        .forEach(
            (day, time) ->
                parse(node, "half_days", day, LocalDate::parse)
                    .ifPresent(
                        date ->
                            parse(node, "half_days", time, LocalTime::parse)
                                .ifPresent(at -> halfDays.put(date, at))));
    return new TradingCalendar(zone, open, close, days, holidays, halfDays);
  }

  private static <T> Optional<T> parse(
      ConfigNode node, String key, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (DateTimeException e) {
      node.error(key, "holds %s, which is no time, date or time zone".formatted(text));
      return Optional.empty();
    }
  }
}
