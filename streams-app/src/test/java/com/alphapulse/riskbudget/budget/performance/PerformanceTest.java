package com.alphapulse.riskbudget.budget.performance;

import static com.alphapulse.riskbudget.budget.Fixtures.MINUTE;
import static com.alphapulse.riskbudget.budget.Fixtures.PORTFOLIO;
import static com.alphapulse.riskbudget.budget.Fixtures.fill;
import static com.alphapulse.riskbudget.budget.Fixtures.override;
import static com.alphapulse.riskbudget.budget.Fixtures.portfolio;
import static com.alphapulse.riskbudget.budget.Fixtures.settings;
import static com.alphapulse.riskbudget.budget.Fixtures.strategy;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.CAP_LEVERAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.budget.Fixtures;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Fill;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PerformanceTest {
  private final PortfolioBook book = new PortfolioBook(PORTFOLIO);
  private final RiskBudgeting settings =
      settings(
          "monitoring_interval: 0.001",
          "cost_bps: 20",
          "rebalancing_triggers:",
          "  drift_threshold: 0.05");
  private final Fixtures.Market market =
      new Fixtures.Market().symbol("AAA", "100", 0.2).symbol("BBB", "50", 0.4);

  @Test
  void shouldMeasureReturnsAndDrawdown_whenPricesMove() {
    book.define(portfolio(strategy("a", 1, "AAA")), 0);
    book.apply(fill("a", "AAA", Side.BUY, "5000", "100"), BigDecimal.ONE);
    assertThat(bar(1, "100", "50").performance()).isEmpty();
    bar(2, "120", "50");
    Performance performance = bar(3, "90", "50").performance().orElseThrow();
    double first = 0.1;
    double second = 950_000.0 / 1_100_000 - 1;
    double mean = (first + second) / 2;
    double volatility = Math.abs(first - second) / Math.sqrt(2) * Math.sqrt(252);
    assertThat(performance.bars()).isEqualTo(2);
    assertThat(performance.earned().total()).isCloseTo(-0.05, within(1e-12));
    assertThat(performance.earned().volatility()).isCloseTo(volatility, within(1e-12));
    assertThat(performance.earned().sharpe()).isCloseTo(mean * 252 / volatility, within(1e-12));
    assertThat(performance.earned().drawdown()).isCloseTo(150.0 / 1100, within(1e-12));
    Performance recovered = bar(4, "120", "50").performance().orElseThrow();
    assertThat(recovered.earned().drawdown()).isCloseTo(0, within(1e-12));
    assertThat(recovered.earned().maxDrawdown()).isCloseTo(150.0 / 1100, within(1e-12));
  }

  @Test
  void shouldTakeOutFlows_whenCashIsPaidIn() {
    book.define(portfolio(strategy("a", 1, "AAA")), 0);
    book.apply(fill("a", "AAA", Side.BUY, "5000", "100"), BigDecimal.ONE);
    bar(1, "100", "50");
    book.define(portfolio("3000000", HardLimits.NONE, Set.of(), strategy("a", 1, "AAA")), 1);
    Budget budget = bar(2, "110", "50");
    assertThat(budget.equity()).isEqualByComparingTo("3050000");
    assertThat(budget.performance().orElseThrow().earned().total()).isCloseTo(0.05, within(1e-12));
  }

  @Test
  void shouldHoldGrossAgainstTheLimit_whenUtilisationIsMeasured() {
    book.define(portfolio(strategy("a", 1, "AAA"), strategy("b", 1, "BBB")), 0);
    book.apply(fill("a", "AAA", Side.BUY, "3000", "100"), BigDecimal.ONE);
    book.apply(fill("b", "BBB", Side.SELL, "6000", "50"), BigDecimal.ONE);
    bar(1, "100", "50");
    Performance performance = bar(2, "100", "50").performance().orElseThrow();
    assertThat(performance.budgetUtilization()).isCloseTo(0.6 / 1.5, within(1e-12));
  }

  @Test
  void shouldCountNoBar_whenTheSnapshotClosesNone() {
    book.define(portfolio(strategy("a", 1, "AAA")), 0);
    bar(1, "100", "50");
    bar(2, "100", "50");
    MarketSnapshot again = market.at(2);
    MarketSnapshot changed =
        new MarketSnapshot(
            "us",
            3,
            again.asOf() + 5,
            again.bars(),
            again.barsPerYear(),
            true,
            new MarketSnapshot.Detected(
                again.regime().regime(), 1, again.regime().probabilities(), 0, "test"),
            again.symbols(),
            new MarketSnapshot.Correlations(again.correlations().rows(), 0, 0),
            Map.of());
    Budget budget = book.evaluate(changed, 0, settings).budget().orElseThrow();
    assertThat(budget.performance().orElseThrow().bars()).isEqualTo(1);
  }

  @Test
  void shouldMatchARecomputation_whenTheShadowRebalances() {
    book.define(portfolio(strategy("a", 3, "AAA"), strategy("b", 1, "BBB")), 0);
    Random random = new Random(7);
    double[] prices = {100, 50};
    double[] values = {0.75 * (1 - 0.002), 0.25 * (1 - 0.002)};
    Performance performance = null;
    int rebalanced = 0;
    double peak = 1;
    double worst = 0;
    for (int i = 1; i <= 60; i++) {
      if (i > 1) {
        for (int s = 0; s < 2; s++) {
          double next = Math.round(prices[s] * (0.85 + 0.32 * random.nextDouble()) * 100) / 100.0;
          values[s] *= next / prices[s];
          prices[s] = next;
        }
      }
      double total = values[0] + values[1];
      double traded = Math.abs(0.75 * total - values[0]) + Math.abs(0.25 * total - values[1]);
      if (i > 1 && traded / 2 / total > 0.05) {
        rebalanced++;
        total -= traded * 0.002;
        values = new double[] {0.75 * total, 0.25 * total};
      }
      peak = Math.max(peak, total);
      worst = Math.max(worst, 1 - total / peak);
      performance = bar(i, "" + prices[0], "" + prices[1]).performance().orElse(null);
    }
    assertThat(rebalanced).isPositive();
    assertThat(performance.shadow().total()).isCloseTo(values[0] + values[1] - 1, within(1e-10));
    assertThat(performance.shadow().maxDrawdown()).isCloseTo(worst, within(1e-10));
    assertThat(performance.earned().total()).isZero();
    assertThat(performance.earned().sharpe()).isZero();
  }

  @Test
  void shouldMatchARecomputation_whenTheVolatilityWindowRolls() {
    RollingVolatility rolling = new RollingVolatility();
    Random random = new Random(3);
    double[] values = random.doubles(100, -0.05, 0.05).toArray();
    for (int i = 0; i < values.length; i++) {
      rolling.add(values[i], 7);
      if (i < 6) {
        assertThat(rolling.annualised(252)).isEmpty();
        continue;
      }
      double mean = 0;
      for (int j = i - 6; j <= i; j++) {
        mean += values[j] / 7;
      }
      double squares = 0;
      for (int j = i - 6; j <= i; j++) {
        squares += (values[j] - mean) * (values[j] - mean);
      }
      assertThat(rolling.annualised(252).orElseThrow())
          .isCloseTo(Math.sqrt(squares / 6 * 252), within(1e-12));
    }
  }

  @Test
  void shouldTellTheTail_whenOneBarInTwentyIsAbove() {
    Utilization utilization = new Utilization();
    assertThat(utilization.tail()).isZero();
    for (int i = 1; i <= 95; i++) {
      utilization.add(0.3);
    }
    for (int i = 1; i <= 5; i++) {
      utilization.add(1.1);
    }
    assertThat(utilization.tail()).isCloseTo(0.3, within(1e-12));
    utilization.add(1.1);
    assertThat(utilization.tail()).isCloseTo(1.1, within(1e-12));
    assertThat(utilization.mean()).isCloseTo((95 * 0.3 + 6 * 1.1) / 101, within(1e-12));
    for (int i = 0; i < 1000; i++) {
      utilization.add(7);
    }
    assertThat(utilization.tail()).isEqualTo(2);
  }

  /** Held against the sorted values themselves. */
  @Property(tries = 200)
  void shouldBeWithinAStep_whenTheTailIsRecomputed(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    double[] values = random.doubles(1 + random.nextInt(300), 0, 1.9).toArray();
    Utilization utilization = new Utilization();
    for (double value : values) {
      utilization.add(value);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      utilization.writeTo(new DataOutputStream(out));
      utilization =
          Utilization.readFrom(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
    }
    Arrays.sort(values);
    double exact = values[values.length - 1 - (int) (0.05 * values.length)];
    assertThat(utilization.tail()).isBetween(exact - 1e-9, exact + 0.01 + 1e-9);
  }

  @Test
  void shouldDivideReturnByForecast_whenSomethingIsHeld() {
    book.define(portfolio(strategy("a", 1, "AAA")), 0);
    book.apply(fill("a", "AAA", Side.BUY, "5000", "100"), BigDecimal.ONE);
    bar(1, "100", "50");
    bar(2, "110", "50");
    Performance performance = bar(3, "121", "50").performance().orElseThrow();
    double first = 0.05;
    double second = 1_105_000.0 / 1_050_000 - 1;
    double held = 0.5 * 0.2;
    double heldThen = 550_000.0 / 1_050_000 * 0.2;
    assertThat(performance.returnPerRisk())
        .isCloseTo((first + second) * 252 / (held + heldThen), within(1e-12));
  }

  @Test
  void shouldBeZero_whenNothingIsHeldOrForecast() {
    book.define(portfolio(strategy("a", 1, "AAA")), 0);
    bar(1, "100", "50");
    assertThat(bar(2, "110", "50").performance().orElseThrow().returnPerRisk()).isZero();
    market.warm(false);
    PortfolioBook blind = new PortfolioBook(PORTFOLIO);
    blind.define(portfolio(strategy("a", 1, "AAA")), 0);
    blind.apply(fill("a", "AAA", Side.BUY, "5000", "100"), BigDecimal.ONE);
    blind.evaluate(market.at(1), 0, settings);
    market.symbol("AAA", "120", 0.2);
    assertThat(
            blind
                .evaluate(market.at(2), 0, settings)
                .budget()
                .orElseThrow()
                .performance()
                .orElseThrow()
                .returnPerRisk())
        .isZero();
  }

  @Test
  void shouldTimeTheAnswer_whenTheRegimeChanges() {
    book.define(portfolio(strategy("a", 1, "AAA")), 0);
    book.apply(fill("a", "AAA", Side.BUY, "8000", "100"), BigDecimal.ONE);
    bar(1, "100", "50");
    assertThat(bar(2, "100", "50").performance().orElseThrow().regimeResponseMillis()).isEmpty();
    market.regime(Regime.BEAR).since(3 * MINUTE - 10_000);
    assertThat(bar(3, "100", "50").performance().orElseThrow().regimeResponseMillis()).isEmpty();
    sell("2000", 3 * MINUTE + 5_000);
    assertThat(bar(4, "100", "50").performance().orElseThrow().regimeResponseMillis()).isEmpty();
    sell("1000", 4 * MINUTE + 7_000);
    // From ten seconds before the third bar to the fill that brought it to half of equity.
    assertThat(bar(5, "100", "50").performance().orElseThrow().regimeResponseMillis())
        .hasValue(MINUTE + 17_000);
    market.regime(Regime.BULL).since(6 * MINUTE);
    // Within the wider limit at once.
    assertThat(bar(6, "100", "50").performance().orElseThrow().regimeResponseMillis())
        .hasValue((MINUTE + 17_000) / 2.0);
    assertThat(bar(7, "100", "50").performance().orElseThrow().regimeResponseMillis())
        .hasValue((MINUTE + 17_000) / 2.0);
  }

  @Test
  void shouldDropTheChange_whenTheNextOneOvertakesIt() {
    book.define(portfolio(strategy("a", 1, "AAA")), 0);
    book.apply(fill("a", "AAA", Side.BUY, "8000", "100"), BigDecimal.ONE);
    bar(1, "100", "50");
    market.regime(Regime.BEAR).since(2 * MINUTE);
    bar(2, "100", "50");
    market.regime(Regime.CRISIS).since(3 * MINUTE);
    bar(3, "100", "50");
    sell("6000", 4 * MINUTE - 1_000);
    assertThat(bar(4, "100", "50").performance().orElseThrow().regimeResponseMillis())
        .hasValue(MINUTE - 1_000);
  }

  @Test
  void shouldCountOverrides_whenTheyAreApplied() {
    book.define(portfolio(strategy("a", 1, "AAA")), 0);
    bar(1, "100", "50");
    book.overrides().apply(override("o1", OverrideScope.PORTFOLIO, "", CAP_LEVERAGE, "1"), 0);
    book.overrides().apply(override("o2", OverrideScope.PORTFOLIO, "", CAP_LEVERAGE, "-1"), 0);
    book.overrides().apply(override("o3", OverrideScope.PORTFOLIO, "", OverrideAction.HALT, ""), 0);
    // A year of 365.25 days has 525 960 minutes.
    assertThat(bar(3, "100", "50").performance().orElseThrow().overridesPerYear())
        .isCloseTo(525_960 / 2.0, within(1e-6));
    assertThat(bar(5, "100", "50").performance().orElseThrow().overridesPerYear())
        .isCloseTo(525_960 / 4.0, within(1e-6));
  }

  private void sell(String quantity, long eventTime) {
    Fill fill =
        new Fill(
            "o",
            "a",
            "AAA",
            Side.SELL,
            new BigDecimal(quantity),
            new BigDecimal("100"),
            BigDecimal.ZERO,
            "e" + eventTime,
            eventTime);
    assertThat(book.apply(fill, BigDecimal.ONE)).isEmpty();
  }

  private Budget bar(long sequence, String aaa, String bbb) {
    market.symbol("AAA", aaa, 0.2).symbol("BBB", bbb, 0.4);
    return book.evaluate(market.at(sequence), 0, settings).budget().orElseThrow();
  }
}
