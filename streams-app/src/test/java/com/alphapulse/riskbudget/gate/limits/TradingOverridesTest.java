package com.alphapulse.riskbudget.gate.limits;

import static com.alphapulse.riskbudget.domain.override.OverrideAction.CAP_LEVERAGE;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.CAP_POSITION;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.HALT;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.REDUCE_ONLY;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.RESUME;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.SCALE_BUDGET;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.WITHDRAW;
import static com.alphapulse.riskbudget.domain.override.OverrideScope.GLOBAL;
import static com.alphapulse.riskbudget.domain.override.OverrideScope.PORTFOLIO;
import static com.alphapulse.riskbudget.domain.override.OverrideScope.STRATEGY;
import static com.alphapulse.riskbudget.domain.override.OverrideScope.SYMBOL;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TradingOverridesTest {
  private final TradingOverrides overrides = new TradingOverrides();

  @Test
  void shouldApplyWithinTheirScopeOnly_whenTradingIsHalted() {
    overrides.apply(override("v1", HALT, STRATEGY, "s1"));
    overrides.apply(override("v2", REDUCE_ONLY, SYMBOL, "A"));

    assertThat(state("s1", "A")).isEqualTo(TradingState.HALTED);
    assertThat(state("s2", "A")).isEqualTo(TradingState.REDUCE_ONLY);
    assertThat(state("s2", "B")).isEqualTo(TradingState.ACTIVE);
    assertThat(overrides.state("s1", "A", 0).cause().orElseThrow().overrideId()).isEqualTo("v1");
  }

  @Test
  void shouldEndTheSameScopeOnly_whenTradingIsResumed() {
    overrides.apply(override("v1", HALT, STRATEGY, "s1"));
    overrides.apply(override("v2", REDUCE_ONLY, STRATEGY, "s2"));
    overrides.apply(override("v3", HALT, GLOBAL, ""));
    overrides.apply(override("v4", CAP_POSITION, PORTFOLIO, ""));

    assertThat(overrides.apply(override("r1", RESUME, PORTFOLIO, "")))
        .extracting(RiskOverrideSpec::overrideId)
        .containsExactly("v3");
    assertThat(overrides.apply(override("r2", RESUME, STRATEGY, "s2")))
        .extracting(RiskOverrideSpec::overrideId)
        .containsExactly("v2");
    assertThat(overrides.all())
        .extracting(RiskOverrideSpec::overrideId)
        .containsExactly("v1", "v4");
  }

  @Test
  void shouldBindTheLowestCap_whenThereAreSeveral() {
    overrides.apply(capped("v1", CAP_POSITION, PORTFOLIO, "", "9"));
    overrides.apply(capped("v2", CAP_POSITION, SYMBOL, "A", "5"));
    overrides.apply(capped("v3", CAP_POSITION, STRATEGY, "s2", "2"));
    overrides.apply(capped("v4", CAP_LEVERAGE, PORTFOLIO, "", "0.5"));
    overrides.apply(capped("v5", CAP_LEVERAGE, STRATEGY, "s1", "0.3"));

    assertThat(overrides.positionCap("s1", "A", 0))
        .contains(new Limit<>(new BigDecimal(5), new LimitSource.ByOverride("v2")));
    assertThat(overrides.positionCap("s1", "B", 0))
        .contains(new Limit<>(new BigDecimal(9), new LimitSource.ByOverride("v1")));
    assertThat(overrides.positionCap("s2", "A", 0))
        .contains(new Limit<>(new BigDecimal(2), new LimitSource.ByOverride("v3")));
    // A strategy's leverage is capped by the budget, and must not cap the whole portfolio.
    assertThat(overrides.leverageCap(0))
        .contains(new Limit<>(new BigDecimal("0.5"), new LimitSource.ByOverride("v4")));
  }

  @Test
  void shouldEndAtItsExpiry_whenEventTimeReachesIt() {
    RiskOverrideSpec until = override("v1", HALT, PORTFOLIO, "");
    assertThat(overrides.expire(Long.MAX_VALUE)).isEmpty();
    overrides.apply(until);

    assertThat(overrides.expire(99)).isEmpty();
    assertThat(overrides.expire(100)).containsExactly(until);
    assertThat(overrides.all()).isEmpty();
  }

  @Test
  void shouldEndIt_whenAnOverrideIsWithdrawn() {
    overrides.apply(override("v1", HALT, PORTFOLIO, ""));

    assertThat(overrides.apply(override("v2", WITHDRAW, PORTFOLIO, ""))).isEmpty();
    assertThat(overrides.apply(override("v1", WITHDRAW, SYMBOL, "A"))).hasSize(1);
    assertThat(overrides.all()).isEmpty();
  }

  @Test
  void shouldNotKeepIt_whenAnActionIsNotTheGates() {
    overrides.apply(override("v1", SCALE_BUDGET, PORTFOLIO, ""));

    assertThat(overrides.all()).isEmpty();
    assertThat(state("s1", "A")).isEqualTo(TradingState.ACTIVE);
  }

  private TradingState state(String strategyId, String symbol) {
    return overrides.state(strategyId, symbol, 0).state();
  }

  private static RiskOverrideSpec override(
      String id, OverrideAction action, OverrideScope scope, String scopeId) {
    return capped(id, action, scope, scopeId, "1");
  }

  private static RiskOverrideSpec capped(
      String id, OverrideAction action, OverrideScope scope, String scopeId, String value) {
    return new RiskOverrideSpec(
        id,
        "p1",
        scope,
        scopeId,
        action,
        Optional.of(new BigDecimal(value)),
        Optional.empty(),
        Optional.empty(),
        false,
        "operator",
        "test",
        0,
        OptionalLong.of(100));
  }
}
