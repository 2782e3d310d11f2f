package com.alphapulse.riskbudget.backtest;

import com.alphapulse.riskbudget.backtest.replay.Backtest;
import com.alphapulse.riskbudget.backtest.replay.BacktestResult;
import com.alphapulse.riskbudget.backtest.replay.Comparison;
import com.alphapulse.riskbudget.backtest.replay.Progress;
import com.alphapulse.riskbudget.backtest.replay.Variant;
import com.alphapulse.riskbudget.backtest.report.BacktestReport;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.prices.PriceFile;
import com.alphapulse.riskbudget.prices.PriceSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs a backtest from a file to a report. */
public final class Backtests {

  private Backtests() {}

  /**
   * What is asked for.
   *
   * @param configurations reads the configuration with keys set anew, by their path
   * @param variant detector and method of the report
   * @param compared names of detectors and methods to hold side by side; empty for all, absent for
   *     no comparison
   * @param out folder of the reports
   */
  public record Request(
      Path prices,
      Function<Map<String, String>, Configuration> configurations,
      Variant variant,
      Optional<List<String>> compared,
      Optional<LocalDate> from,
      Optional<LocalDate> to,
      double costBps,
      Path out) {}

  /**
   * Runs it and writes {@code report.json} and {@code report.html}.
   *
   * @return the table, line by line
   * @throws com.alphapulse.riskbudget.config.ConfigurationException if the prices or the settings
   *     cannot be used
   * @throws IOException if the reports cannot be written
   */
  public static List<String> run(Request request, Progress progress) throws IOException {
    Configuration configuration = request.variant().in(request.configurations());
    PriceSeries series = PriceFile.readWithHoles(request.prices());
    Function<Configuration, Backtest> backtests =
        settings ->
            new Backtest(
                request.prices().getFileName().toString(),
                series,
                settings,
                request.from(),
                request.to(),
                request.costBps());
    double share = request.compared().isPresent() ? 0.2 : 1;
    BacktestResult result = backtests.apply(configuration).run(progress.part(0, share));
    Optional<Comparison> comparison =
        request
            .compared()
            .map(
                names ->
                    Comparison.of(
                        names,
                        request.variant(),
                        request.configurations(),
                        backtests,
                        progress.part(share, 1)));
    BacktestReport report = new BacktestReport(result, comparison);
    report.write(request.out());
    return report.lines();
  }
}
