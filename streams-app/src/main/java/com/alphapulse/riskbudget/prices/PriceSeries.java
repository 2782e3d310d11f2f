package com.alphapulse.riskbudget.prices;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Daily closing levels of some symbols.
 *
 * @param symbols distinct, in the order of the columns
 * @param closes by date, the level of each symbol that has one that day; above 0, scale 8
 */
public record PriceSeries(
    List<String> symbols, NavigableMap<LocalDate, Map<String, BigDecimal>> closes) {

  public PriceSeries {
    symbols = List.copyOf(symbols);
    closes = Collections.unmodifiableNavigableMap(new TreeMap<>(closes));
  }
}
