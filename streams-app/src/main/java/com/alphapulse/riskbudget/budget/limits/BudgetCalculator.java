package com.alphapulse.riskbudget.budget.limits;

import com.alphapulse.riskbudget.budget.allocation.Allocation;
import com.alphapulse.riskbudget.budget.allocation.Exclusion;
import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.budget.limits.Budget.StrategyBudget;
import com.alphapulse.riskbudget.budget.limits.Budget.SymbolBudget;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Limits and targets of one budget. Targets never exceed limits; hard limits and overrides only
 * tighten, and what they take away is left in cash, never spread over the rest.
 */
public final class BudgetCalculator {

  /** Decimal places of quantities and money on the wire; limits are rounded down to it. */
  public static final int SCALE = 8;

  /**
   * What is allowed, before it is dressed as a {@link Budget}.
   *
   * @param leverage multiplies allocated weights into targets
   * @param targets target weight by strategy and member of the universe; those of a symbol sum to
   *     its target
   */
  public record Limits(
      Limit<Double> leverageLimit,
      double leverage,
      List<StrategyBudget> strategies,
      List<SymbolBudget> symbols,
      double[][] targets) {}

  private final PortfolioSpec spec;
  private final BudgetOverrides overrides;
  private final Universe universe;
  private final BigDecimal equity;
  private final RiskBudgeting settings;

  public BudgetCalculator(
      PortfolioSpec spec,
      BudgetOverrides overrides,
      Universe universe,
      BigDecimal equity,
      RiskBudgeting settings) {
    this.spec = spec;
    this.overrides = overrides;
    this.universe = universe;
    this.equity = equity;
    this.settings = settings;
  }

  /** Tightest of the regime's leverage limit, the hard limit and the overrides. */
  public Limit<Double> leverageLimit(RegimePolicy.Effective regime) {
    Limit<Double> limit =
        new Limit<>(regime.parameters().leverageLimit(), new LimitSource.ByRegime(regime.regime()));
    OptionalDouble hard = spec.hardLimits().maxLeverage();
    if (hard.isPresent()) {
      limit = limit.min(new Limit<>(hard.getAsDouble(), Rule.HARD_LIMIT));
    }
    limit = overrides.leverage(limit);
    return equity.signum() > 0 ? limit : limit.min(new Limit<>(0.0, Rule.EQUITY));
  }

  /**
   * Limits for an allocation that runs at {@code leverage}, which is at most the limit.
   *
   * @param room exposure limit of a strategy divided by its target exposure, at least 1
   */
  public Limits limits(
      Allocation allocation, Limit<Double> leverageLimit, double leverage, double room) {
    List<Limit<Double>> scales = new ArrayList<>();
    List<StrategyBudget> strategies = new ArrayList<>();
    double[] shares = Allocation.shares(spec.strategies());
    double allocated = 0;
    for (int k = 0; k < shares.length; k++) {
      scales.add(overrides.strategyScale(spec.strategies().get(k).strategyId()));
      allocated += allocation.capital(k);
    }
    for (int k = 0; k < shares.length; k++) {
      strategies.add(strategy(k, shares[k], allocated, allocation, scales.get(k), leverage * room));
    }
    List<SymbolBudget> symbols = new ArrayList<>();
    double[][] targets = new double[shares.length][universe.size()];
    for (int s = 0; s < universe.size(); s++) {
      List<String> traders = traders(universe.symbol(s));
      if (!traders.isEmpty()) {
        symbols.add(symbol(s, traders, allocation, scales, leverage, targets));
      }
    }
    for (Exclusion exclusion : universe.excluded()) {
      if (!traders(exclusion.symbol()).isEmpty()) {
        symbols.add(
            new SymbolBudget(
                exclusion.symbol(), 0, BigDecimal.ZERO.setScale(SCALE), 0, exclusion.source()));
      }
    }
    return new Limits(leverageLimit, leverage, strategies, symbols, targets);
  }

  private StrategyBudget strategy(
      int k,
      double share,
      double allocated,
      Allocation allocation,
      Limit<Double> scale,
      double largestLeverage) {
    String id = spec.strategies().get(k).strategyId();
    double capital = allocation.capital(k);
    BigDecimal money = BigDecimal.ZERO.setScale(SCALE);
    BigDecimal exposure = money;
    Limit<Double> used =
        overrides.strategyLeverage(new Limit<>(largestLeverage, scale.source()), id);
    LimitSource source = used.source();
    if (equity.signum() > 0) {
      money = down(equity.multiply(new BigDecimal(capital * scale.value())));
      exposure = down(money.multiply(new BigDecimal(used.value())));
    } else {
      source = Rule.EQUITY;
    }
    return new StrategyBudget(
        id,
        share,
        allocated > 0 ? capital / allocated : 0,
        money,
        exposure,
        allocation.strategyContributions()[k],
        source);
  }

  private SymbolBudget symbol(
      int s,
      List<String> traders,
      Allocation allocation,
      List<Limit<Double>> scales,
      double leverage,
      double[][] targets) {
    String symbol = universe.symbol(s);
    double contribution = allocation.riskContributions()[s];
    if (equity.signum() <= 0) {
      return new SymbolBudget(
          symbol, 0, BigDecimal.ZERO.setScale(SCALE), contribution, Rule.EQUITY);
    }
    Limit<Double> target = target(s, allocation, scales, leverage, targets);
    BigDecimal perUnit = universe.unitNotional(s);
    BigDecimal multiple = BigDecimal.valueOf(settings.positionLimitMultiple());
    BigDecimal wanted = new BigDecimal(target.value()).multiply(equity);
    Limit<BigDecimal> limit =
        new Limit<>(
            wanted.multiply(multiple).divide(perUnit, SCALE, RoundingMode.DOWN), target.source());
    limit = limit.min(hardLimit(symbol, perUnit));
    Limit<Double> leverageCap =
        overrides.symbolLeverage(new Limit<>(Double.MAX_VALUE, Rule.TARGET), symbol);
    if (leverageCap.value() < Double.MAX_VALUE) {
      limit = limit.min(new Limit<>(units(leverageCap.value(), perUnit), leverageCap.source()));
    }
    limit = overrides.position(limit, symbol, traders);
    BigDecimal units = down(limit.value());
    double reachable = units.multiply(perUnit).doubleValue() / equity.doubleValue();
    double reached = Math.min(target.value(), reachable);
    if (target.value() > 0) {
      for (double[] ofStrategy : targets) {
        ofStrategy[s] *= reached / target.value();
      }
    }
    return new SymbolBudget(symbol, reached, units, contribution, limit.source());
  }

  /**
   * Target weight after the scaling of budgets, and the override that scaled it, if any.
   *
   * @param targets takes in the parts of the strategies
   */
  private Limit<Double> target(
      int s,
      Allocation allocation,
      List<Limit<Double>> scales,
      double leverage,
      double[][] targets) {
    Limit<Double> ownScale = overrides.symbolScale(universe.symbol(s));
    double weight = 0;
    LimitSource source = ownScale.source();
    for (int k = 0; k < scales.size(); k++) {
      double part = allocation.byStrategy()[k][s];
      Limit<Double> strategyLeverage =
          overrides.strategyLeverage(
              new Limit<>(leverage, Rule.TARGET), spec.strategies().get(k).strategyId());
      Limit<Double> scale = ownScale.min(scales.get(k));
      targets[k][s] = part * scale.value() * strategyLeverage.value();
      weight += targets[k][s];
      if (part > 0 && source == Rule.TARGET) {
        source = scale.source() == Rule.TARGET ? strategyLeverage.source() : scale.source();
      }
    }
    return new Limit<>(weight, source);
  }

  private Limit<BigDecimal> hardLimit(String symbol, BigDecimal perUnit) {
    HardLimits hard = spec.hardLimits();
    BigDecimal limit = hard.positionLimits().get(symbol);
    if (hard.maxSymbolWeight().isPresent()) {
      BigDecimal byWeight = units(hard.maxSymbolWeight().getAsDouble(), perUnit);
      limit = limit == null ? byWeight : limit.min(byWeight);
    }
    if (spec.restrictedSymbols().contains(symbol)) {
      limit = BigDecimal.ZERO;
    }
    // Where there is no hard limit, the bound must lose against any other.
    return new Limit<>(
        limit == null ? BigDecimal.valueOf(Double.MAX_VALUE) : limit, Rule.HARD_LIMIT);
  }

  /** Units whose notional is {@code weight} times equity, rounded down. */
  private BigDecimal units(double weight, BigDecimal perUnit) {
    return new BigDecimal(weight).multiply(equity).divide(perUnit, SCALE, RoundingMode.DOWN);
  }

  private List<String> traders(String symbol) {
    return spec.strategies().stream()
        .filter(strategy -> strategy.symbols().contains(symbol))
        .map(StrategySpec::strategyId)
        .collect(Collectors.toUnmodifiableList());
  }

  private static BigDecimal down(BigDecimal value) {
    return value.setScale(SCALE, RoundingMode.DOWN);
  }
}
