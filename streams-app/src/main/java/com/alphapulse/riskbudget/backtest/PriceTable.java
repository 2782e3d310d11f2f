package com.alphapulse.riskbudget.backtest;

import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.prices.PriceSeries;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Closing levels by day and symbol.
 *
 * @param closes day × symbol; null where the symbol has no level that day
 * @param marks the same with the last level carried forward, at which holdings are valued and
 *     traded
 */
record PriceTable(
    List<String> symbols, List<LocalDate> dates, BigDecimal[][] closes, BigDecimal[][] marks) {

  /**
   * Lays out a series.
   *
   * @throws ConfigurationException if a symbol has no level on the first day
   */
  static PriceTable of(String source, PriceSeries series) {
    int days = series.closes().size();
    BigDecimal[][] closes = new BigDecimal[days][series.symbols().size()];
    BigDecimal[][] marks = new BigDecimal[days][series.symbols().size()];
    int day = 0;
    for (Map<String, BigDecimal> levels : series.closes().values()) {
      for (int s = 0; s < series.symbols().size(); s++) {
        closes[day][s] = levels.get(series.symbols().get(s));
        boolean carried = closes[day][s] == null && day > 0;
        marks[day][s] = carried ? marks[day - 1][s] : closes[day][s];
        if (marks[day][s] == null) {
          throw new ConfigurationException(
              source,
              List.of(
                  "line 2: %s has no price on the first day".formatted(series.symbols().get(s))));
        }
      }
      day++;
    }
    return new PriceTable(series.symbols(), List.copyOf(series.closes().keySet()), closes, marks);
  }

  int days() {
    return dates.size();
  }

  /** First day that is not before a date; the number of days if there is none. */
  int firstDayFrom(LocalDate date) {
    int day = 0;
    while (day < days() && dates.get(day).isBefore(date)) {
      day++;
    }
    return day;
  }

  /** Levels that were not available and were carried forward for valuation. */
  int holes() {
    int holes = 0;
    for (BigDecimal[] row : closes) {
      for (BigDecimal close : row) {
        holes += close == null ? 1 : 0;
      }
    }
    return holes;
  }
}
