package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.prices.PriceSeries;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The days that are replayed: from the first day on which every market has prices to the earliest
 * of the last ones.
 */
final class Replay {
  /** When a day's closing levels are known. */
  private static final LocalTime CLOSE = LocalTime.of(16, 30);

  private final List<Bar> bars;

  /**
   * One day.
   *
   * @param time event time of its prices, milliseconds
   * @param closes by market, then symbol; a market that was closed that day is missing
   */
  record Bar(LocalDate date, long time, Map<String, Map<String, BigDecimal>> closes) {}

  private Replay(List<Bar> bars) {
    this.bars = List.copyOf(bars);
  }

  /**
   * Lines up the days of some markets.
   *
   * @param prices by market, at least one
   * @throws ConfigurationException if they have no day in common
   */
  static Replay of(Map<String, PriceSeries> prices) {
    TreeSet<LocalDate> common = null;
    LocalDate last = LocalDate.MAX;
    TreeSet<LocalDate> all = new TreeSet<>();
    for (PriceSeries series : prices.values()) {
      all.addAll(series.closes().keySet());
      if (common == null) {
        common = new TreeSet<>(series.closes().keySet());
      } else {
        common.retainAll(series.closes().keySet());
      }
      LocalDate end = series.closes().lastKey();
      last = end.isBefore(last) ? end : last;
    }
    if (common == null || common.isEmpty()) {
      throw new ConfigurationException("prices", List.of("the markets have no day in common"));
    }
    List<Bar> bars = new ArrayList<>();
    for (LocalDate date : all.subSet(common.first(), true, last, true)) {
      bars.add(bar(date, prices));
    }
    return new Replay(bars);
  }

  private static Bar bar(LocalDate date, Map<String, PriceSeries> prices) {
    Map<String, Map<String, BigDecimal>> closes = new TreeMap<>();
    prices.forEach(
        (market, series) -> {
          Map<String, BigDecimal> day = series.closes().get(date);
          if (day != null) {
            closes.put(market, day);
          }
        });
    return new Bar(date, date.atTime(CLOSE).toInstant(ZoneOffset.UTC).toEpochMilli(), closes);
  }

  /** In order of time. */
  List<Bar> bars() {
    return bars;
  }
}
