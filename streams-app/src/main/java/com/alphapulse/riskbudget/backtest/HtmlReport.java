package com.alphapulse.riskbudget.backtest;

import com.alphapulse.riskbudget.backtest.BacktestResult.Claim;
import com.alphapulse.riskbudget.domain.Regime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A result as one page that needs nothing else: styles and drawings are inside it. */
final class HtmlReport {
  private final BacktestResult result;
  private final BacktestReport report;

  HtmlReport(BacktestResult result, BacktestReport report) {
    this.result = result;
    this.report = report;
  }

  String page() throws IOException {
    return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Backtest</title><style>"
        + style()
        + "</style><h1>Static against dynamic risk budgets</h1>"
        + list(List.of(report.lines().get(0), staticPortfolio()))
        + heading("Claims")
        + claims()
        + heading("Figures")
        + figures()
        + charts()
        + heading("Sub-periods")
        + subPeriods()
        + heading("Bootstrap of the cut in drawdown")
        + bootstrap()
        + heading("Assumptions")
        + list(BacktestReport.ASSUMPTIONS)
        + "</html>\n";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private String staticPortfolio() {
    return "The static portfolio "
        + (result.splitStatic() ? "splits shares and other assets" : "holds equal weights")
        + "; the volatility target of a bull market is its volatility during the warm-up, "
        + BacktestReport.number(result.volatilityTarget())
        + ". "
        + (result.holes() > 0
            ? result.holes() + " levels were not available and carried forward for valuation."
            : "No level is missing.");
  }

  private String charts() {
    StringBuilder key = new StringBuilder("<p class=\"key\">Regimes: ");
    for (Regime regime : Regime.values()) {
      key.append(
          "<span style=\"background:%s\">%s</span>"
              .formatted(SvgChart.colourOf(regime), regime.name().toLowerCase(Locale.ROOT)));
    }
    SvgChart equity = chart(true);
    SvgChart drawdown = chart(false);
    SvgChart turnover = chart(false);
    SvgChart costs = chart(false);
    report
        .tracks()
        .forEach(
            (name, track) -> {
              equity.line(name, compounded(track.returns()));
              drawdown.line(name, negative(Figures.drawdowns(track.returns())));
              turnover.line(name, cumulated(track.traded()));
              costs.line(name, cumulated(track.costs()));
            });
    return heading("Equity (logarithmic)")
        + key
        + "</p>"
        + equity.draw("Equity")
        + heading("Drawdown")
        + drawdown.draw("Drawdown")
        + heading("Leverage held and its limit")
        + chart(false)
            .line("gross exposure divided by equity", result.leverage())
            .line("limit", result.leverageLimit())
            .draw("Leverage")
        + heading("Average allocation of the dynamic portfolio")
        + allocations()
        + heading("Turnover, cumulated")
        + turnover.draw("Turnover")
        + heading("Costs, cumulated")
        + costs.draw("Costs");
  }

  private SvgChart chart(boolean logarithmic) {
    return new SvgChart(result.dates(), result.regimes(), logarithmic);
  }

  private String claims() {
    StringBuilder rows = new StringBuilder("<table><tr><th>Claim<th>here<th>target<th>");
    for (Claim claim : result.claims()) {
      rows.append(row(claim.text(), claim.observed(), claim.target()))
          .append(
              claim.holds() ? "<td class=\"yes\">holds" : "<td class=\"no\">does not hold here");
    }
    return rows.append("</table>").toString();
  }

  private String figures() {
    StringBuilder rows = new StringBuilder("<table><tr><th>");
    report.tracks().keySet().forEach(name -> rows.append("<th>").append(name));
    BacktestReport.figures()
        .forEach(
            (name, figure) ->
                rows.append(
                    row(
                        name,
                        report.tracks().values().stream()
                            .mapToDouble(track -> figure.applyAsDouble(result.of(track)))
                            .toArray())));
    rows.append(row("regime switches a year", result.regimeSwitchesPerYear()));
    return rows.append("</table>").toString();
  }

  /** Mean weight of each symbol by sub-period. */
  private String allocations() {
    int[] bounds = result.subPeriods();
    StringBuilder rows = new StringBuilder("<table><tr><th>");
    for (int i = 0; i + 1 < bounds.length; i++) {
      rows.append("<th>from ").append(result.dates().get(bounds[i]));
    }
    for (int s = 0; s < result.symbols().size(); s++) {
      int symbol = s;
      double[] means = new double[bounds.length - 1];
      for (int i = 0; i < means.length; i++) {
        means[i] =
            Arrays.stream(result.weights(), bounds[i], bounds[i + 1])
                .mapToDouble(day -> day[symbol])
                .average()
                .orElseThrow();
      }
      rows.append(row(result.symbols().get(s), means));
    }
    return rows.append("</table>").toString();
  }

  private String subPeriods() {
    int[] bounds = result.subPeriods();
    StringBuilder rows =
        new StringBuilder(
            "<table><tr><th>from<th>drawdown static<th>dynamic<th>equal volatility"
                + "<th>return static<th>dynamic<th>volatility static<th>dynamic");
    for (int i = 0; i + 1 < bounds.length; i++) {
      List<Figures> parts = new ArrayList<>();
      for (Track track : report.tracks().values()) {
        parts.add(result.of(track.slice(bounds[i], bounds[i + 1])));
      }
      Figures fixed = parts.get(0);
      Figures dynamic = parts.get(1);
      rows.append(
          row(
              result.dates().get(bounds[i]).toString(),
              fixed.maxDrawdown(),
              dynamic.maxDrawdown(),
              parts.get(2).maxDrawdown(),
              fixed.annualReturn(),
              dynamic.annualReturn(),
              fixed.volatility(),
              dynamic.volatility()));
    }
    return rows.append("</table>").toString();
  }

  private String bootstrap() {
    Bootstrap drawn = result.bootstrap();
    return "<table><tr><th>%d histories in blocks of %d days<th>5 %%<th>median<th>95 %%"
            .formatted(drawn.cut().length, drawn.blockBars())
        + quantiles("cut against static", drawn.cut())
        + quantiles("cut against static at equal volatility", drawn.cutAtEqualVolatility())
        + "</table>";
  }

  private static String quantiles(String name, double[] sorted) {
    return row(
        name,
        Figures.quantile(sorted, 0.05),
        Figures.quantile(sorted, 0.5),
        Figures.quantile(sorted, 0.95));
  }

  private static String row(String name, double... values) {
    StringBuilder row = new StringBuilder("<tr><td>").append(escaped(name));
    for (double value : values) {
      row.append("<td>").append(BacktestReport.number(value));
    }
    return row.toString();
  }

  private static String heading(String text) {
    return "<h2>" + escaped(text) + "</h2>";
  }

  private static String list(List<String> items) {
    StringBuilder list = new StringBuilder("<ul>");
    items.forEach(item -> list.append("<li>").append(escaped(item)));
    return list.append("</ul>").toString();
  }

  private static double[] compounded(double[] returns) {
    double[] levels = new double[returns.length];
    double level = 1;
    for (int i = 0; i < levels.length; i++) {
      level *= 1 + returns[i];
      levels[i] = level;
    }
    return levels;
  }

  private static double[] cumulated(double[] values) {
    double[] sums = values.clone();
    Arrays.parallelPrefix(sums, Double::sum);
    return sums;
  }

  private static double[] negative(double[] values) {
    return Arrays.stream(values).map(value -> -value).toArray();
  }

  private static String style() throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream("/backtest/report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
