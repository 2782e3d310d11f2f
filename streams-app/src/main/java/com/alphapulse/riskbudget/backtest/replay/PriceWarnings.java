package com.alphapulse.riskbudget.backtest.replay;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the market model found odd about the prices of a file, one line per symbol and kind. */
final class PriceWarnings {

  /** Kinds in the order in which they are told, with what a line says of them. */
  private static final Map<AlertType, String> KINDS =
      new EnumMap<>(
          Map.of(
              AlertType.BAD_MARKET_DATA,
              "%s has prices that jump by more than a factor of 1.5 or are none; they were held out"
                  + " until the next one confirmed them: first on %s, days with one: %d",
              AlertType.FROZEN_PRICE,
              "the price of %s freezes for ten days and more; it is worth a look: first by %s,"
                  + " warnings: %d",
              AlertType.DEAD_PRICE,
              "%s has no price for five days and more; its last one is kept: first by %s, warnings:"
                  + " %d"));

  private record Seen(LocalDate first, int times) {

    Seen again() {
      return new Seen(first, times + 1);
    }
  }

  private final Map<AlertType, TreeMap<String, Seen>> byKind = new EnumMap<>(AlertType.class);

  /** Takes in an alert of the market. */
  void add(Alert alert) {
    if (KINDS.containsKey(alert.type())) {
      LocalDate date = Instant.ofEpochMilli(alert.asOf()).atZone(ZoneOffset.UTC).toLocalDate();
      byKind
          .computeIfAbsent(alert.type(), type -> new TreeMap<>())
          .merge(alert.scopeId().orElse(""), new Seen(date, 1), (seen, one) -> seen.again());
    }
  }

  /** The lines, sorted by kind and symbol. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    byKind.forEach(
        (type, bySymbol) ->
            bySymbol.forEach(
                (symbol, seen) ->
                    lines.add(KINDS.get(type).formatted(symbol, seen.first(), seen.times()))));
    return lines;
  }
}
