package com.alphapulse.riskbudget.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.backtest.replay.Backtest;
import com.alphapulse.riskbudget.backtest.replay.BacktestTest;
import com.alphapulse.riskbudget.backtest.replay.DynamicPortfolio;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.prices.PriceFile;
import com.alphapulse.riskbudget.prices.PriceSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On real prices, positions never stay away from their targets without a recommendation. */
class DriftTest {

  @ParameterizedTest
  @ValueSource(strings = {"debian_spisector.csv", "spx_2000_2020_vega.csv"})
  void shouldRecommendAgain_whenTargetsMoveOnAfterARecommendation(String file) {
    PriceSeries prices = PriceFile.bundled(file);
    Configuration configuration = Configuration.defaults();
    List<DynamicPortfolio.Day> days = new ArrayList<>();
    BacktestTest.walk(
        new Backtest(file, prices, configuration, Optional.empty(), Optional.empty(), 10),
        days::add);

    double threshold = configuration.riskBudgeting().triggers().driftThreshold();
    int longest = 0;
    int above = 0;
    for (DynamicPortfolio.Day day : days) {
      if (day.budgets().isEmpty()) {
        continue;
      }
      Budget budget = day.budgets().get(day.budgets().size() - 1);
      double drift = 0;
      for (Budget.SymbolBudget symbol : budget.symbols()) {
        double held = day.weights()[prices.symbols().indexOf(symbol.symbol())];
        drift += Math.abs(held - symbol.targetWeight()) / 2;
      }
      above = drift > threshold ? above + 1 : 0;
      longest = Math.max(longest, above);
    }
    assertThat(longest).isLessThanOrEqualTo(2);
  }
}
