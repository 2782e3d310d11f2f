package com.alphapulse.riskbudget.backtest.replay;

import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.market.bars.PriceFilter;
import com.alphapulse.riskbudget.prices.PriceSeries;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Closing levels by day and symbol.
 *
 * @param closes day × symbol; null where the symbol has no level that day
 * @param marks day × symbol: the level that the market model believes at the close of the day, at
 *     which holdings are valued and traded. One that is not available is carried forward, and so is
 *     one that jumps until the next confirms it
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
    PriceFilter[] filters = new PriceFilter[series.symbols().size()];
    Arrays.setAll(filters, s -> new PriceFilter());
    int day = 0;
    for (Map<String, BigDecimal> levels : series.closes().values()) {
      for (int s = 0; s < series.symbols().size(); s++) {
        closes[day][s] = levels.get(series.symbols().get(s));
        if (closes[day][s] != null && PriceFilter.sensible(closes[day][s])) {
          filters[s].accept(new PriceFilter.Observation(closes[day][s], day));
        }
        marks[day][s] = filters[s].mark() == null ? null : filters[s].mark().price();
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
