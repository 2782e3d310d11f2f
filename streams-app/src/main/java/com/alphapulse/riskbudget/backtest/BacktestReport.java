package com.alphapulse.riskbudget.backtest;

import com.alphapulse.riskbudget.backtest.BacktestResult.Claim;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A result as JSON and as a table for people; all figures are fractions. */
final class BacktestReport {

  /** What the figures assume; shown with them. */
  static final List<String> ASSUMPTIONS =
      List.of(
          "What is known at the close of a day earns from the next day on; trades are at that close.",
          "Cash earns nothing and borrowing costs nothing.",
          "Static at equal volatility is the static portfolio, part in cash or borrowed, with the dynamic one's volatility over the whole period, which nobody knew at its start.",
          "Volatility targeting is the dynamic portfolio without regimes: all capital in risk assets, one target at all times.",
          "The default of leverage_smoothing was chosen with price files like these in view; for those the test is not out of sample.");

  private final BacktestResult result;

  BacktestReport(BacktestResult result) {
    this.result = result;
  }

  /** The portfolios in the order in which they are shown, by their names in JSON. */
  Map<String, Track> tracks() {
    Map<String, Track> tracks = new LinkedHashMap<>();
    tracks.put("static", result.fixed());
    tracks.put("dynamic", result.dynamic());
    tracks.put("staticAtEqualVolatility", result.equalVolatility());
    tracks.put("volatilityTargeting", result.volatilityTargeting());
    return tracks;
  }

  /** The figures in the order in which they are shown, by their names in JSON. */
  static Map<String, ToDoubleFunction<Figures>> figures() {
    Map<String, ToDoubleFunction<Figures>> figures = new LinkedHashMap<>();
    figures.put("maxDrawdown", Figures::maxDrawdown);
    figures.put("utilization", Figures::utilization);
    figures.put("volatility", Figures::volatility);
    figures.put("return", Figures::annualReturn);
    figures.put("sharpe", Figures::sharpe);
    figures.put("turnover", Figures::turnover);
    figures.put("costs", Figures::costs);
    return figures;
  }

  ObjectNode toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("prices", result.source());
    json.put("from", result.dates().get(0).toString());
    json.put("to", result.dates().get(result.dates().size() - 1).toString());
    json.put("days", result.dates().size());
    json.put("levelsNotAvailable", result.holes());
    json.put("costsBps", result.costBps());
    json.put("volatilityTarget", result.volatilityTarget());
    putFigures(json, 0, result.dates().size());
    json.put("regimeSwitchesPerYear", result.regimeSwitchesPerYear());
    ArrayNode periods = json.putArray("subPeriods");
    int[] bounds = result.subPeriods();
    for (int i = 0; i + 1 < bounds.length; i++) {
      ObjectNode period = periods.addObject();
      period.put("from", result.dates().get(bounds[i]).toString());
      period.put("to", result.dates().get(bounds[i + 1] - 1).toString());
      putFigures(period, bounds[i], bounds[i + 1]);
    }
    Bootstrap bootstrap = result.bootstrap();
    ObjectNode drawn = json.putObject("bootstrap");
    drawn.put("seed", bootstrap.seed());
    drawn.put("draws", bootstrap.cut().length);
    drawn.put("blockBars", bootstrap.blockBars());
    putDraws(drawn.putObject("cut"), bootstrap.cut(), 0.30);
    putDraws(drawn.putObject("cutAtEqualVolatility"), bootstrap.cutAtEqualVolatility(), 0.20);
    ArrayNode claims = json.putArray("claims");
    for (Claim claim : result.claims()) {
      claims
          .addObject()
          .put("claim", claim.text())
          .put("observed", claim.observed())
          .put("target", claim.target())
          .put("holds", claim.holds());
    }
    ASSUMPTIONS.forEach(json.putArray("assumptions")::add);
    return json;
  }

  /**
   * Writes {@code report.json} and {@code report.html}.
   *
   * @throws IOException if they cannot be written
   */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(folder.resolve("report.json"), mapper.writeValueAsString(toJson()) + "\n");
    Files.writeString(folder.resolve("report.html"), new HtmlReport(result, this).page());
  }

  /** The table. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, %s to %s, %s bps"
            .formatted(
                result.source(),
                result.dates().get(0),
                result.dates().get(result.dates().size() - 1),
                result.costBps()));
    if (result.holes() > 0) {
      lines.add(result.holes() + " levels not available, carried forward for valuation");
    }
    lines.add(row("", List.of("static", "dynamic", "static, equal vol.", "vol. targeting")));
    figures()
        .forEach(
            (name, figure) ->
                lines.add(
                    row(
                        name,
                        tracks().values().stream()
                            .map(t -> number(figure.applyAsDouble(result.of(t))))
                            .toList())));
    lines.add(row("regime switches a year", List.of(number(result.regimeSwitchesPerYear()))));
    for (Claim claim : result.claims()) {
      lines.add(
          "%s: %s: %s, target %s"
              .formatted(
                  claim.holds() ? "holds" : "DOES NOT HOLD",
                  claim.text(),
                  number(claim.observed()),
                  number(claim.target())));
    }
    return lines;
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String row(String name, List<String> values) {
    StringBuilder row = new StringBuilder("  %-24s".formatted(name));
    values.forEach(value -> row.append("%20s".formatted(value)));
    return row.toString();
  }

  private void putFigures(ObjectNode json, int from, int to) {
    figures()
        .forEach(
            (name, figure) -> {
              ObjectNode each = json.putObject(name);
              tracks()
                  .forEach(
                      (track, of) ->
                          each.put(track, figure.applyAsDouble(result.of(of.slice(from, to)))));
            });
  }

  private static void putDraws(ObjectNode node, double[] sorted, double target) {
    node.put("p05", Figures.quantile(sorted, 0.05));
    node.put("p50", Figures.quantile(sorted, 0.5));
    node.put("p95", Figures.quantile(sorted, 0.95));
    node.put("shareAboveZero", Bootstrap.shareFrom(sorted, Math.ulp(1.0)));
    node.put("target", target);
    node.put("shareReachingTarget", Bootstrap.shareFrom(sorted, target));
  }
}
