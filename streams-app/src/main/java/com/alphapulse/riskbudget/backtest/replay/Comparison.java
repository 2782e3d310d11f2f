package com.alphapulse.riskbudget.backtest.replay;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.domain.AllocationMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Detectors and allocation methods side by side on the same prices.
 *
 * @param rows one for each combination that could be run
 * @param notRun why others could not
 */
public record Comparison(List<Row> rows, List<String> notRun) {

  /** Detectors that are tried when all are asked for. */
  static final List<String> DETECTORS = List.of("rules", "hidden_markov", "jump_model");

  private static final List<String> METHODS =
      Arrays.stream(AllocationMethod.values())
          .map(method -> method.name().toLowerCase(Locale.ROOT))
          .toList();

  /**
   * One combination.
   *
   * @param cut largest drawdown against static
   * @param cutAtEqualVolatility the same against static at its volatility
   * @param utilization of the dynamic portfolio divided by the static one's
   * @param utilizationTargeting of volatility targeting divided by the static one's
   * @param budgetFailures times that it began to be without a new budget
   */
  public record Row(
      String detector,
      String method,
      double cut,
      double cutAtEqualVolatility,
      double utilization,
      double utilizationTargeting,
      double sharpe,
      double turnover,
      double switchesPerYear,
      int budgetFailures) {}

  private record Run(Variant variant, Backtest backtest) {}

  private record Walked(
      Run run, Diary diary, DynamicPortfolio dynamic, DynamicPortfolio targeting) {}

  /**
   * Runs all combinations of the names given. Where no detector is among them, the one of {@code
   * base} is used, and likewise for methods.
   *
   * @param names of detectors and methods; none for all that there are, of which those that the
   *     configuration does not permit are told in {@code notRun}
   * @param configurations reads the configuration with keys set anew, by their path
   * @throws ConfigurationException if a name given is not known or not permitted
   */
  public static Comparison of(
      List<String> names,
      Variant base,
      Function<Map<String, String>, Configuration> configurations,
      Function<Configuration, Backtest> backtests,
      Progress progress) {
    Comparison comparison = new Comparison(new ArrayList<>(), new ArrayList<>());
    List<Optional<String>> detectors = new ArrayList<>();
    List<Optional<String>> methods = new ArrayList<>();
    for (String name : names.isEmpty() ? all() : names) {
      boolean method = METHODS.contains(name.toLowerCase(Locale.ROOT));
      Variant variant =
          method
              ? new Variant(base.detector(), Optional.of(name))
              : new Variant(Optional.of(name), base.method());
      if (!names.isEmpty() || comparison.permits(variant, name, configurations)) {
        (method ? methods : detectors).add(Optional.of(name));
      }
    }
    if (detectors.isEmpty()) {
      detectors.add(base.detector());
    }
    if (methods.isEmpty()) {
      methods.add(base.method());
    }
    for (int d = 0; d < detectors.size(); d++) {
      List<Run> runs = new ArrayList<>();
      for (Optional<String> method : methods) {
        Variant variant = new Variant(detectors.get(d), method);
        runs.add(new Run(variant, backtests.apply(variant.in(configurations))));
      }
      double parts = detectors.size();
      comparison.add(runs, progress.part(d / parts, (d + 1) / parts));
    }
    return comparison;
  }

  private static List<String> all() {
    List<String> all = new ArrayList<>(DETECTORS);
    all.addAll(METHODS);
    return all;
  }

  private boolean permits(
      Variant variant, String name, Function<Map<String, String>, Configuration> configurations) {
    try {
      variant.in(configurations);
      return true;
    } catch (ConfigurationException e) {
      notRun.add(name + ": " + e.getMessage().split("; ", 2)[0]);
      return false;
    }
  }

  /** Runs the methods of one detector, which see the same market. */
  private void add(List<Run> runs, Progress progress) {
    Backtest.Reference reference = runs.get(0).backtest().reference();
    List<Walked> walks = new ArrayList<>();
    List<DynamicPortfolio> portfolios = new ArrayList<>();
    for (Run run : runs) {
      Diary diary = run.backtest().diary();
      DynamicPortfolio dynamic = run.backtest().dynamic(reference.target(), diary);
      DynamicPortfolio targeting = run.backtest().targeting(reference.target());
      walks.add(new Walked(run, diary, dynamic, targeting));
      portfolios.addAll(List.of(dynamic, targeting));
    }
    String detector = name(runs.get(0).variant().detector());
    runs.get(0)
        .backtest()
        .walk(portfolios, (share, what) -> progress.at(share, detector + " " + what));
    walks.forEach(walk -> add(walk, reference));
  }

  private void add(Walked walk, Backtest.Reference reference) {
    Backtest backtest = walk.run().backtest();
    String detector = name(walk.run().variant().detector());
    String method = name(walk.run().variant().method());
    try {
      backtest.requireBudgets(walk.dynamic());
      backtest.requireBudgets(walk.targeting());
    } catch (ConfigurationException e) {
      notRun.add("%s, %s: %s".formatted(detector, method, e.getMessage()));
      return;
    }
    Figures fixed = backtest.of(backtest.financed(reference.track()));
    Track track = walk.dynamic().track();
    Figures dynamic = backtest.of(backtest.financed(track));
    Figures targeting = backtest.of(backtest.financed(walk.targeting().track()));
    Figures equal =
        backtest.of(backtest.financed(backtest.atVolatilityOf(track, reference.track())));
    rows.add(
        new Row(
            detector,
            method,
            Bootstrap.cut(dynamic.maxDrawdown(), fixed.maxDrawdown()),
            Bootstrap.cut(dynamic.maxDrawdown(), equal.maxDrawdown()),
            Figures.ratio(dynamic.utilization(), fixed.utilization()),
            Figures.ratio(targeting.utilization(), fixed.utilization()),
            dynamic.sharpe(),
            dynamic.turnover(),
            backtest.aYear(walk.diary().regimeSwitches()),
            walk.dynamic().failures()));
  }

  private static String name(Optional<String> choice) {
    return choice.orElse("configured");
  }
}
