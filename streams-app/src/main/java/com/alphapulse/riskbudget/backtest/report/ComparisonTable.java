package com.alphapulse.riskbudget.backtest.report;

import com.alphapulse.riskbudget.backtest.replay.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How a comparison is shown. */
final class ComparisonTable {

  /**
   * A figure of each row.
   *
   * @param label at most twelve characters
   */
  record Column(String jsonName, String label, ToDoubleFunction<Comparison.Row> value) {}

  /** In the order in which they are shown. */
  static final List<Column> COLUMNS =
      List.of(
          new Column("drawdownCut", "cut", Comparison.Row::cut),
          new Column(
              "drawdownCutAtEqualVolatility", "at equal vol", Comparison.Row::cutAtEqualVolatility),
          new Column("utilizationRatio", "utilisation", Comparison.Row::utilization),
          new Column(
              "utilizationRatioOfVolatilityTargeting",
              "of targeting",
              Comparison.Row::utilizationTargeting),
          new Column("sharpe", "Sharpe", Comparison.Row::sharpe),
          new Column("turnover", "turnover", Comparison.Row::turnover),
          new Column("regimeSwitchesPerYear", "switches/y", Comparison.Row::switchesPerYear));

  private ComparisonTable() {}

  static List<String> lines(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("  %-14s%-26s".formatted("detector", "method"));
    COLUMNS.forEach(column -> head.append("%13s".formatted(column.label())));
    lines.add(head.toString());
    for (Comparison.Row row : comparison.rows()) {
      StringBuilder line =
          new StringBuilder("  %-14s%-26s".formatted(row.detector(), row.method()));
      for (Column column : COLUMNS) {
        line.append("%13s".formatted(Figure.number(column.value().applyAsDouble(row))));
      }
      lines.add(line.toString());
    }
    comparison.notRun().forEach(reason -> lines.add("not compared: " + reason));
    return lines;
  }
}
