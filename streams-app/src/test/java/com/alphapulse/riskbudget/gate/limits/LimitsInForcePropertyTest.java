package com.alphapulse.riskbudget.gate.limits;

import static com.alphapulse.riskbudget.gate.LimitSources.EXPIRY;
import static com.alphapulse.riskbudget.gate.LimitSources.TIGHT;
import static com.alphapulse.riskbudget.gate.LimitSources.WIDE;
import static com.alphapulse.riskbudget.gate.LimitSources.budget;
import static com.alphapulse.riskbudget.gate.LimitSources.hard;
import static com.alphapulse.riskbudget.gate.LimitSources.override;
import static com.alphapulse.riskbudget.gate.LimitSources.spec;
import static com.alphapulse.riskbudget.gate.LimitSources.strategy;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.PositionBook;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits in force are made once, and anew whenever a source changes. */
class LimitsInForcePropertyTest {
  private final PortfolioLedger ledger = new PortfolioLedger("p");
  private TradingOverrides everywhere = new TradingOverrides();
  private GateSettings settings = WIDE;
  private long asOf;

  LimitsInForcePropertyTest() {
    ledger.define(spec(HardLimits.NONE, Set.of(), strategy("s", "A", "B")));
    ledger.apply(budget(1, "2", "9000", "60"));
  }

  @Test
  void shouldBeKept_whenNothingChanges() {
    LimitsInForce limits = ledger.limitsInForce(everywhere, settings, asOf);
    PositionBook.Line line = ledger.positions().line("s", "A", limits);
    ledger.overrides().expire(EXPIRY);
    everywhere.expire(EXPIRY);

    assertThat(ledger.limitsInForce(everywhere, settings, asOf)).isSameAs(limits);
    assertThat(ledger.positions().line("s", "A", limits)).isSameAs(line);
    assertThat(ledger.positions().line("s", "B", limits)).isNotSameAs(line);
  }

  @ParameterizedTest
  @CsvSource({"x, A", "s, Z", "x, Z", "'', ''"})
  void shouldLeaveNothingBehind_whenOrdersNameWhatIsNotPermitted(String strategyId, String symbol) {
    LimitsInForce limits = ledger.limitsInForce(everywhere, settings, asOf);
    PositionBook.Line line = ledger.positions().line(strategyId, symbol, limits);

    assertThat(line.limits().permitted()).isFalse();
    assertThat(ledger.positions().line(strategyId, symbol, limits)).isNotSameAs(line);
    assertThat(ledger.positions().exposures()).isEmpty();
    assertThat(ledger.positions().byStrategy()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"s, A", "x, A", "s, Z", "x, Z"})
  void shouldShowWhatIsHeld_whenItCameAfterTheFirstOrder(String strategyId, String symbol) {
    LimitsInForce limits = ledger.limitsInForce(everywhere, settings, asOf);
    ledger.positions().line(strategyId, symbol, limits);
    ledger.restorePosition(strategyId, symbol, new BigDecimal(7));
    ledger.restorePosition("other", symbol, new BigDecimal(4));
    PositionBook.Line line = ledger.positions().line(strategyId, symbol, limits);

    assertThat(line.ofStrategy().position()).isEqualByComparingTo("7");
    assertThat(line.ofPortfolio().position()).isEqualByComparingTo("11");
  }

  @Property(tries = 200)
  void shouldEqualFreshOnes_whenSourcesChangeInAnyOrder(@ForAll long seed) {
    Random random = new Random(seed);
    List<TradingOverrides> ofAll = List.of(new TradingOverrides(), new TradingOverrides());
    for (int version = 2; version < 60; version++) {
      int amount = 1 + random.nextInt(99);
      switch (random.nextInt(9)) {
        case 0 -> ledger.apply(budget(version, "1." + amount, amount + "00", "" + amount));
        case 1 -> ledger.define(anySpec(random));
        case 2 -> settings = random.nextBoolean() ? WIDE : TIGHT;
        case 3 -> everywhere = ofAll.get(random.nextInt(2));
        case 4 -> ofAll.get(random.nextInt(2)).expire(random.nextInt(2) * EXPIRY);
        case 5 -> ledger.overrides().expire(random.nextInt(2) * EXPIRY);
        case 6 -> asOf = random.nextInt(4) * EXPIRY / 2;
        default ->
            (random.nextBoolean() ? everywhere : ledger.overrides()).apply(anyOverride(random));
      }
      LimitsInForce used = ledger.limitsInForce(everywhere, settings, asOf);
      LimitsInForce fresh =
          new LimitsInForce(
              new LimitsInForce.Sources(
                  ledger.spec(), ledger.limits(), ledger.overrides(), everywhere, settings),
              asOf,
              1);
      assertThat(view(used, (s, a) -> ledger.positions().line(s, a, used).limits()))
          .isEqualTo(view(fresh, fresh::of));
    }
  }

  private static List<Object> view(
      LimitsInForce limits, BiFunction<String, String, LimitsInForce.LineLimits> lines) {
    List<Object> view = new ArrayList<>();
    view.add(limits.leverage());
    view.add(limits.orderQuantity());
    view.add(limits.orderNotional());
    view.add(limits.priceDeviation());
    view.add(limits.symbolWeight());
    view.add(limits.openOrders());
    view.add(limits.rate());
    view.add(limits.volatility());
    for (String strategyId : List.of("s", "t", "x")) {
      for (String symbol : List.of("A", "B", "Z")) {
        view.add(lines.apply(strategyId, symbol));
      }
    }
    return view;
  }

  private static PortfolioSpec anySpec(Random random) {
    int amount = 1 + random.nextInt(99);
    return spec(
        random.nextBoolean() ? HardLimits.NONE : hard("0." + amount, "" + amount, amount),
        random.nextBoolean() ? Set.of() : Set.of("A"),
        random.nextBoolean() ? strategy("s", "A", "B") : strategy("s", "B"),
        random.nextBoolean() ? strategy("t", "A") : strategy("u", "A", "B"));
  }

  private static RiskOverrideSpec anyOverride(Random random) {
    OverrideAction action = any(random, OverrideAction.values());
    OverrideScope scope = any(random, OverrideScope.values());
    String scopeId =
        switch (scope) {
          case GLOBAL, PORTFOLIO -> "";
          case STRATEGY -> random.nextBoolean() ? "s" : "t";
          case SYMBOL -> random.nextBoolean() ? "A" : "B";
        };
    return override("v" + random.nextInt(4), action, scope, scopeId, "" + random.nextInt(60));
  }

  private static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
