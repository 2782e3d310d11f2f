package com.alphapulse.riskbudget.backtest.report;

import com.alphapulse.riskbudget.backtest.replay.BacktestResult;
import com.alphapulse.riskbudget.backtest.replay.BacktestResult.Claim;
import com.alphapulse.riskbudget.backtest.replay.Bootstrap;
import com.alphapulse.riskbudget.backtest.replay.Comparison;
import com.alphapulse.riskbudget.backtest.replay.Figures;
import com.alphapulse.riskbudget.backtest.replay.SymbolFigures;
import com.alphapulse.riskbudget.backtest.replay.Track;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A result as JSON and as a table for people; all figures are fractions. */
public final class BacktestReport {

  /** What the figures assume; shown with them. */
  private static final List<String> ASSUMPTIONS =
      List.of(
          "What is known at the close of a day earns from the next day on; trades are at that"
              + " close.",
          "Static at equal volatility is the static portfolio, part in cash or borrowed, with the"
              + " dynamic one's volatility over the whole period, which nobody knew at its start.",
          "The dynamic portfolio one close later trades at the close after the one that it decided"
              + " on.",
          "Volatility targeting is the dynamic portfolio without regimes: all capital in risk"
              + " assets, one target at all times.",
          "The default of leverage_smoothing was chosen with price files like these in view; for"
              + " those the test is not out of sample.");

  private final BacktestResult result;
  private final Optional<Comparison> comparison;
  private final List<Shown> portfolios;

  public BacktestReport(BacktestResult result, Optional<Comparison> comparison) {
    this.result = result;
    this.comparison = comparison;
    this.portfolios =
        List.of(
            shown("static", "static", result.fixed()),
            shown("dynamic", "dynamic", result.dynamic()),
            shown(
                "staticAtEqualVolatility", "static at equal volatility", result.equalVolatility()),
            shown("volatilityTargeting", "volatility targeting", result.volatilityTargeting()),
            shown("dynamicNextClose", "dynamic, next close", result.dynamicNextClose()));
  }

  private Shown shown(String jsonName, String label, Track track) {
    return new Shown(jsonName, label, track, result.of(track));
  }

  /**
   * A portfolio of the report.
   *
   * @param jsonName its name in JSON
   * @param label its name for people
   * @param figures of all of the track
   */
  record Shown(String jsonName, String label, Track track, Figures figures) {}

  /** The portfolios in the order in which they are shown. */
  List<Shown> portfolios() {
    return portfolios;
  }

  /** The portfolios over some of the days. */
  List<Shown> parts(int from, int to) {
    return portfolios.stream()
        .map(all -> shown(all.jsonName(), all.label(), all.track().slice(from, to)))
        .toList();
  }

  Optional<Comparison> comparison() {
    return comparison;
  }

  /** What the figures assume; shown with them. */
  List<String> assumptions() {
    List<String> assumptions = new ArrayList<>(ASSUMPTIONS);
    assumptions.add(
        result.cashRate() == 0
            ? "Cash earns nothing and borrowing costs nothing."
            : "Cash earns and borrowing costs %s a year; budgets do not know of it."
                .formatted(Figure.percent(result.cashRate())));
    return assumptions;
  }

  public ObjectNode toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("prices", result.source());
    json.put("from", result.dates().get(0).toString());
    json.put("to", result.dates().get(result.dates().size() - 1).toString());
    json.put("days", result.dates().size());
    json.put("levelsNotAvailable", result.holes());
    json.put("costsBps", result.costBps());
    json.put("cashRate", result.cashRate());
    json.put("volatilityTarget", result.volatilityTarget());
    json.put("budgetFailures", result.budgetFailures());
    putFigures(json, portfolios);
    json.put("regimeSwitchesPerYear", result.regimeSwitchesPerYear());
    ArrayNode periods = json.putArray("subPeriods");
    int[] bounds = result.subPeriods();
    for (int i = 0; i + 1 < bounds.length; i++) {
      ObjectNode period = periods.addObject();
      period.put("from", result.dates().get(bounds[i]).toString());
      period.put("to", result.dates().get(bounds[i + 1] - 1).toString());
      putFigures(period, parts(bounds[i], bounds[i + 1]));
    }
    putSymbols(json);
    Bootstrap bootstrap = result.bootstrap();
    ObjectNode drawn = json.putObject("bootstrap");
    drawn.put("seed", bootstrap.seed());
    drawn.put("draws", bootstrap.cut().length);
    drawn.put("blockBars", bootstrap.blockBars());
    putDraws(drawn.putObject("cut"), bootstrap.cut(), Bootstrap.TARGET);
    putDraws(
        drawn.putObject("cutAtEqualVolatility"),
        bootstrap.cutAtEqualVolatility(),
        Bootstrap.TARGET_AT_EQUAL_VOLATILITY);
    ArrayNode claims = json.putArray("claims");
    for (Claim claim : result.claims()) {
      claims
          .addObject()
          .put("claim", claim.text())
          .put("observed", claim.observed())
          .put("target", claim.target())
          .put("holds", claim.holds());
    }
    comparison.ifPresent(compared -> putComparison(json, compared));
    warnings().forEach(json.putArray("warnings")::add);
    assumptions().forEach(json.putArray("assumptions")::add);
    return json;
  }

  /**
   * Writes {@code report.json} and {@code report.html}.
   *
   * @throws IOException if they cannot be written
   */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(folder.resolve("report.json"), mapper.writeValueAsString(toJson()) + "\n");
    Files.writeString(folder.resolve("report.html"), new HtmlReport(result, this).page());
  }

  /** The table. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(title()));
    if (result.holes() > 0) {
      lines.add(result.holes() + " levels not available, carried forward for valuation");
    }
    if (result.budgetFailures() > 0) {
      lines.add(
          result.budgetFailures() + " times no new budget could be made and the last one stayed");
    }
    lines.add(row("", List.of("static", "dynamic", "equal vol.", "vol. target", "next close")));
    for (Figure figure : Figure.values()) {
      lines.add(
          row(
              figure.label(),
              portfolios().stream().map(each -> figure.shown(each.figures())).toList()));
    }
    lines.add(
        row("regime switches a year", List.of("", Figure.number(result.regimeSwitchesPerYear()))));
    for (Claim claim : result.claims()) {
      lines.add(
          "%s: %s: %s, target %s"
              .formatted(
                  claim.holds() ? "holds" : "DOES NOT HOLD",
                  claim.text(),
                  Figure.number(claim.observed()),
                  Figure.number(claim.target())));
    }
    lines.addAll(warnings());
    comparison.ifPresent(compared -> lines.addAll(ComparisonTable.lines(compared)));
    return lines;
  }

  /** What makes the figures look better than they are. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    result.symbolFigures().stream()
        .filter(SymbolFigures::stale)
        .map(
            figures ->
                "prices of %s look stale: a day's return has a correlation of %s with the day before; daily volatility and Sharpe ratio flatter it"
                    .formatted(figures.symbol(), Figure.number(figures.autocorrelation())))
        .forEach(warnings::add);
    warnings.addAll(result.priceWarnings());
    return warnings;
  }

  /** File, period and costs. */
  String title() {
    return "%s, %s to %s, %s bps"
        .formatted(
            result.source(),
            result.dates().get(0),
            result.dates().get(result.dates().size() - 1),
            result.costBps());
  }

  private static String row(String name, List<String> values) {
    StringBuilder row = new StringBuilder("  %-24s".formatted(name));
    values.forEach(value -> row.append("%13s".formatted(value)));
    return row.toString().stripTrailing();
  }

  private static void putFigures(ObjectNode json, List<Shown> parts) {
    for (Figure figure : Figure.values()) {
      ObjectNode each = json.putObject(figure.jsonName());
      parts.forEach(part -> each.put(part.jsonName(), figure.of(part.figures())));
    }
  }

  private void putSymbols(ObjectNode json) {
    ArrayNode symbols = json.putArray("symbols");
    for (SymbolFigures figures : result.symbolFigures()) {
      symbols
          .addObject()
          .put("symbol", figures.symbol())
          .put("autocorrelation", figures.autocorrelation())
          .put("averageWeight", figures.averageWeight())
          .put("contribution", figures.contribution());
    }
  }

  private static void putComparison(ObjectNode json, Comparison compared) {
    ArrayNode rows = json.putArray("comparison");
    for (Comparison.Row row : compared.rows()) {
      ObjectNode each = rows.addObject();
      each.put("detector", row.detector()).put("method", row.method());
      for (ComparisonTable.Column column : ComparisonTable.COLUMNS) {
        each.put(column.jsonName(), column.value().applyAsDouble(row));
      }
      each.put("budgetFailures", row.budgetFailures());
    }
    compared.notRun().forEach(json.putArray("notCompared")::add);
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
