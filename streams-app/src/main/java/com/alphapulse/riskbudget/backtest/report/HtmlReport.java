package com.alphapulse.riskbudget.backtest.report;

import com.alphapulse.riskbudget.backtest.replay.BacktestResult;
import com.alphapulse.riskbudget.backtest.replay.Diary;
import com.alphapulse.riskbudget.backtest.replay.Figures;
import com.alphapulse.riskbudget.backtest.replay.Track;
import com.alphapulse.riskbudget.backtest.report.BacktestReport.Shown;
import com.alphapulse.riskbudget.domain.Regime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** A result as one page that needs nothing else: styles and drawings are inside it. */
public final class HtmlReport {
  private final BacktestResult result;
  private final BacktestReport report;
  private final HtmlTables tables;

  public HtmlReport(BacktestResult result, BacktestReport report) {
    this.result = result;
    this.report = report;
    this.tables = new HtmlTables(result, report);
  }

  public String page() throws IOException {
    return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Backtest</title><style>"
        + style()
        + "</style><h1>Static against dynamic risk budgets</h1>"
        + HtmlTables.list(List.of(report.title(), staticPortfolio()))
        + heading("Claims")
        + tables.claims()
        + heading("Figures")
        + tables.figures()
        + report
            .comparison()
            .map(compared -> heading("Detectors and methods") + tables.comparison(compared))
            .orElse("")
        + charts()
        + heading("Symbols of the dynamic portfolio")
        + tables.symbols()
        + heading("Sub-periods")
        + tables.subPeriods()
        + heading("Bootstrap of the cut in drawdown")
        + tables.bootstrap()
        + heading("Assumptions")
        + HtmlTables.list(report.assumptions())
        + "</html>\n";
  }

  private String staticPortfolio() {
    return "The static portfolio "
        + (result.splitStatic() ? "splits shares and other assets" : "holds equal weights")
        + "; the volatility target of a bull market is its volatility during the warm-up, "
        + Figure.percent(result.volatilityTarget())
        + ". "
        + (result.holes() > 0
            ? result.holes() + " levels were not available and carried forward for valuation."
            : "No level is missing.");
  }

  private String charts() {
    SvgChart equity = chart(true, SvgChart::times);
    SvgChart drawdown = chart(false, SvgChart::percent);
    SvgChart turnover = chart(false, SvgChart::times);
    SvgChart costs = chart(false, SvgChart::percent);
    for (Shown shown : report.portfolios()) {
      Track track = shown.track();
      equity.line(shown.label(), compounded(track.returns()));
      drawdown.line(shown.label(), negative(Figures.drawdowns(track.returns())));
      if (!shown.jsonName().equals("dynamicNextClose")) {
        // As good as equal to those of the dynamic portfolio, which they would hide.
        turnover.line(shown.label(), cumulated(track.traded()));
        costs.line(shown.label(), cumulated(track.costs()));
      }
    }
    Diary diary = result.diary();
    return heading("Equity, multiples of the start, logarithmic")
        + regimes()
        + equity.draw("Equity")
        + heading("Drawdown")
        + drawdown.draw("Drawdown")
        + heading("Leverage of the dynamic portfolio and its limit")
        + chart(false, SvgChart::times)
            .line("gross exposure divided by equity", diary.leverage())
            .line("limit", diary.limit())
            .draw("Leverage")
        + heading("Allocations of the dynamic portfolio, by share of equity")
        + new SvgAreas(result.dates(), result.symbols(), diary.weights())
            .draw("Allocations", SvgChart::percent)
        + heading("Risk contributions: forecast volatility of what is held, by symbol")
        + new SvgAreas(result.dates(), result.symbols(), diary.contributions())
            .draw("Risk contributions", SvgChart::percent)
        + heading("Turnover, cumulated, multiples of equity")
        + turnover.draw("Turnover")
        + heading("Costs, cumulated, share of equity")
        + costs.draw("Costs");
  }

  private static String regimes() {
    StringBuilder key = new StringBuilder("<p class=\"key\">Regimes: ");
    for (Regime regime : Regime.values()) {
      key.append(
          "<span class=\"band\" style=\"background:%s\">%s</span> "
              .formatted(SvgPlot.colourOf(regime), regime.name().toLowerCase(Locale.ROOT)));
    }
    return key + "</p>";
  }

  private SvgChart chart(boolean logarithmic, DoubleFunction<String> label) {
    return new SvgChart(result.dates(), result.diary().regimes(), logarithmic, label);
  }

  private static String heading(String text) {
    return "<h2>" + HtmlTables.escaped(text) + "</h2>";
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
