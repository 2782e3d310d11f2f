package com.alphapulse.riskbudget.backtest.report;

import com.alphapulse.riskbudget.backtest.replay.BacktestResult;
import com.alphapulse.riskbudget.backtest.replay.BacktestResult.Claim;
import com.alphapulse.riskbudget.backtest.replay.Bootstrap;
import com.alphapulse.riskbudget.backtest.replay.Comparison;
import com.alphapulse.riskbudget.backtest.replay.Figures;
import com.alphapulse.riskbudget.backtest.replay.SymbolFigures;
import com.alphapulse.riskbudget.backtest.report.BacktestReport.Shown;
import java.util.ArrayList;
import java.util.List;

/** The tables of a report as HTML. */
final class HtmlTables {
  private final BacktestResult result;
  private final BacktestReport report;

  HtmlTables(BacktestResult result, BacktestReport report) {
    this.result = result;
    this.report = report;
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  String claims() {
    StringBuilder rows = new StringBuilder(head(List.of("Claim", "here", "target", "")));
    for (Claim claim : result.claims()) {
      String outcome = claim.holds() ? "holds" : "does not hold here";
      rows.append(
          row(List.of(claim.text(), Figure.number(claim.observed()), Figure.number(claim.target())))
              + "<td class=\"%s\">%s".formatted(claim.holds() ? "yes" : "no", outcome));
    }
    return rows + "</table>";
  }

  String figures() {
    List<String> labels = new ArrayList<>(List.of(""));
    report.portfolios().forEach(shown -> labels.add(shown.label()));
    StringBuilder rows = new StringBuilder(head(labels));
    for (Figure figure : Figure.values()) {
      List<String> cells = new ArrayList<>(List.of(figure.label()));
      report.portfolios().forEach(s -> cells.add(figure.shown(s.figures())));
      rows.append(row(cells));
    }
    String switches = Figure.number(result.regimeSwitchesPerYear());
    return rows + row(List.of("regime switches a year", "", switches, "", "", "")) + "</table>";
  }

  String symbols() {
    StringBuilder rows =
        new StringBuilder(
            head(
                List.of(
                    "symbol", "average weight", "return contributed a year", "autocorrelation")));
    for (SymbolFigures figures : result.symbolFigures()) {
      rows.append(
          row(
              List.of(
                  figures.symbol(),
                  Figure.percent(figures.averageWeight()),
                  Figure.percent(figures.contribution()),
                  Figure.number(figures.autocorrelation()))));
    }
    return rows + "</table>" + list(report.warnings());
  }

  String subPeriods() {
    StringBuilder rows =
        new StringBuilder(
            head(
                List.of(
                    "from",
                    "drawdown static",
                    "dynamic",
                    "equal volatility",
                    "return static",
                    "dynamic",
                    "volatility static",
                    "dynamic",
                    "utilisation static",
                    "dynamic",
                    "targeting")));
    int[] bounds = result.subPeriods();
    for (int i = 0; i + 1 < bounds.length; i++) {
      List<Figures> parts =
          report.parts(bounds[i], bounds[i + 1]).stream().map(Shown::figures).toList();
      Figures fixed = parts.get(0);
      Figures dynamic = parts.get(1);
      rows.append(
          row(
              List.of(
                  result.dates().get(bounds[i]).toString(),
                  Figure.MAX_DRAWDOWN.shown(fixed),
                  Figure.MAX_DRAWDOWN.shown(dynamic),
                  Figure.MAX_DRAWDOWN.shown(parts.get(2)),
                  Figure.RETURN.shown(fixed),
                  Figure.RETURN.shown(dynamic),
                  Figure.VOLATILITY.shown(fixed),
                  Figure.VOLATILITY.shown(dynamic),
                  Figure.UTILIZATION.shown(fixed),
                  Figure.UTILIZATION.shown(dynamic),
                  Figure.UTILIZATION.shown(parts.get(3)))));
    }
    return rows + "</table>";
  }

  String bootstrap() {
    Bootstrap drawn = result.bootstrap();
    return head(
            List.of(
                "%d histories in blocks of %d days"
                    .formatted(drawn.cut().length, drawn.blockBars()),
                "5 %",
                "median",
                "95 %",
                "reach the target"))
        + quantiles("cut against static", drawn.cut(), Bootstrap.TARGET)
        + quantiles(
            "cut against static at equal volatility",
            drawn.cutAtEqualVolatility(),
            Bootstrap.TARGET_AT_EQUAL_VOLATILITY)
        + "</table>";
  }

  String comparison(Comparison compared) {
    List<String> labels = new ArrayList<>(List.of("detector", "method"));
    ComparisonTable.COLUMNS.forEach(column -> labels.add(column.label()));
    StringBuilder rows = new StringBuilder(head(labels));
    for (Comparison.Row row : compared.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.detector(), row.method()));
      ComparisonTable.COLUMNS.forEach(
          column -> cells.add(Figure.number(column.value().applyAsDouble(row))));
      rows.append(row(cells));
    }
    return rows + "</table>" + list(compared.notRun().stream().map(r -> "Not run: " + r).toList());
  }

  static String list(List<String> items) {
    StringBuilder list = new StringBuilder("<ul>");
    items.forEach(item -> list.append("<li>").append(escaped(item)));
    return list.append("</ul>").toString();
  }

  private static String quantiles(String name, double[] sorted, double target) {
    return row(
        List.of(
            name,
            Figure.percent(Figures.quantile(sorted, 0.05)),
            Figure.percent(Figures.quantile(sorted, 0.5)),
            Figure.percent(Figures.quantile(sorted, 0.95)),
            "%s reach %s"
                .formatted(
                    Figure.percent(Bootstrap.shareFrom(sorted, target)), Figure.percent(target))));
  }

  private static String head(List<String> cells) {
    return "<table><tr><th>"
        + String.join("<th>", cells.stream().map(HtmlTables::escaped).toList());
  }

  private static String row(List<String> cells) {
    return "<tr><td>" + String.join("<td>", cells.stream().map(HtmlTables::escaped).toList());
  }
}
