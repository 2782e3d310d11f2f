package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.limits.Limits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Where limits come from, for tests: one portfolio of 10 000 EUR, with A and B at 100. */
public final class LimitSources {
  public static final long EXPIRY = 100;
  public static final GateSettings WIDE = settings("{max_order_notional: 1.0e+9}");
  public static final GateSettings TIGHT =
      settings("{max_order_notional: 3000, max_order_quantity: 25, max_order_rate: 7}");

  private LimitSources() {}

  /** An override that ends at {@link #EXPIRY}. */
  public static RiskOverrideSpec override(
      String id, OverrideAction action, OverrideScope scope, String scopeId, String value) {
    return new RiskOverrideSpec(
        id,
        "p",
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
        OptionalLong.of(EXPIRY));
  }

  public static Limits budget(long version, String leverage, String strategy, String position) {
    return new Limits(
        version,
        0,
        budgeted(leverage),
        Map.of("s", budgeted(strategy)),
        Map.of("A", budgeted(position), "B", budgeted(position)),
        Optional.empty());
  }

  private static Limit<BigDecimal> budgeted(String value) {
    return new Limit<>(new BigDecimal(value), Rule.BUDGET);
  }

  public static PortfolioSpec spec(
      HardLimits hard, Set<String> restricted, StrategySpec... strategies) {
    return new PortfolioSpec(
        "p", "m", "EUR", new BigDecimal(10_000), List.of(strategies), hard, restricted);
  }

  public static StrategySpec strategy(String id, String... symbols) {
    return new StrategySpec(id, 1, List.of(symbols), 0, 1);
  }

  public static HardLimits hard(String leverage, String position, int notional) {
    return new HardLimits(
        OptionalDouble.of(Double.parseDouble(leverage)),
        Optional.of(BigDecimal.valueOf(notional)),
        Optional.of(new BigDecimal(35)),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.of(5),
        OptionalDouble.empty(),
        Map.of("A", new BigDecimal(position)));
  }

  public static Marks marks() {
    return new Marks("m", 1, 0, Map.of("A", mark("A"), "B", mark("B")));
  }

  private static Marks.Mark mark(String symbol) {
    InstrumentSpec instrument = InstrumentSpec.defaults(symbol, AssetClass.EQUITY, "EUR");
    return Marks.Mark.of(instrument, new BigDecimal(100), 0);
  }

  private static GateSettings settings(String keys) {
    return Configuration.parse("test", "gate: " + keys).gate();
  }
}
