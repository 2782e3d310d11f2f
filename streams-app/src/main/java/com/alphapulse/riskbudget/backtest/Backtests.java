package com.alphapulse.riskbudget.backtest;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.prices.PriceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a backtest from a file to a report. */
public final class Backtests {

  private Backtests() {}

  /**
   * Runs it and writes {@code report.json} and {@code report.html}.
   *
   * @return the table, line by line
   * @throws com.alphapulse.riskbudget.config.ConfigurationException if the prices or the settings
   *     cannot be used
   * @throws IOException if the reports cannot be written
   */
  public static List<String> run(
      Path prices,
      Configuration configuration,
      Optional<LocalDate> from,
      Optional<LocalDate> to,
      double costBps,
      Path out,
      Consumer<String> progress)
      throws IOException {
    Backtest backtest =
        new Backtest(
            prices.getFileName().toString(),
            PriceFile.readWithHoles(prices),
            configuration,
            from,
            to,
            costBps);
    BacktestReport report = new BacktestReport(backtest.run(progress));
    report.write(out);
    return report.lines();
  }
}
