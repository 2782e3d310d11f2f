package com.alphapulse.riskbudget.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures of the market stage; the component names are the keys of the JSON report. */
record MarketReport(List<Figures> figures, Map<String, Object> machine) {

  /** Prices a second, in one market and on one core, that a feed may send. */
  private static final double TICKS_PER_SECOND = 50_000;

  /** Most that a price may cost in the largest market, as a multiple of one in the smallest. */
  private static final double GROWTH = 1.25;

  /**
   * One market.
   *
   * @param micros processor time of the stage's thread for one price between bars, its marks
   *     included, microseconds
   * @param ticksPerSecond as taken in, with load and broker in the same process
   * @param changelogBytes for one price
   * @param stateBytes of one market state
   * @param marksBytes of one record of marks
   * @param closeMillis from the price that closes a bar to the market state at a reader, median
   * @param firstCloseMillis the same for the first bar, which admits every instrument, from the
   *     last price sent
   */
  record Figures(
      int instruments,
      double micros,
      double ticksPerSecond,
      double changelogBytes,
      long stateBytes,
      long marksBytes,
      double closeMillis,
      double firstCloseMillis) {}

  /** As text, each beside its target. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "  %11s %9s %13s %14s %15s %13s %12s %14s"
            .formatted(
                "instruments",
                "µs/price",
                "of one core/s",
                "as taken in/s",
                "changelog B",
                "state B",
                "marks B",
                "close, ms"));
    for (Figures each : figures) {
      lines.add(
          "  %,11d %,9.2f %,13.0f %,14.0f %,15.0f %,13d %,12d %,14.1f"
              .formatted(
                  each.instruments(),
                  each.micros(),
                  1e6 / each.micros(),
                  each.ticksPerSecond(),
                  each.changelogBytes(),
                  each.stateBytes(),
                  each.marksBytes(),
                  each.closeMillis()));
    }
    Figures least = figures.get(0);
    Figures most = figures.get(figures.size() - 1);
    double growth = most.micros() / least.micros();
    lines.add("");
    lines.add(
        "  prices a second on one core, %,d instruments: %,.0f, target at least %,.0f  %s"
            .formatted(
                most.instruments(),
                1e6 / most.micros(),
                TICKS_PER_SECOND,
                verdict(1e6 / most.micros() >= TICKS_PER_SECOND)));
    lines.add(
        "  a price with %,d instruments ÷ with %,d: %.2f, target at most %.2f  %s"
            .formatted(
                most.instruments(),
                least.instruments(),
                growth,
                GROWTH,
                verdict(growth <= GROWTH)));
    lines.add(
        "  first bar of %,d instruments: market state after %,.0f ms"
            .formatted(most.instruments(), most.firstCloseMillis()));
    lines.add("");
    lines.add("  " + machine);
    return lines;
  }

  private static String verdict(boolean met) {
    return met ? "met" : "not met";
  }
}
