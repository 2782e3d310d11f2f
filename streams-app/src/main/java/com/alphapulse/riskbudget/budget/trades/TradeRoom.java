package com.alphapulse.riskbudget.budget.trades;

import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.limits.Budget.StrategyBudget;
import com.alphapulse.riskbudget.budget.limits.Budget.SymbolBudget;
import com.alphapulse.riskbudget.budget.solver.Variance;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Side;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The room that the limits of a budget leave for more, in the worst case of what is held, what
 * pends and what has been proposed so far, at any prices within the margin of those of the close.
 *
 * <p>The sums below are linear in the moves of the prices, so that the largest over all of them is
 * exact: with worst cases {@code w}, positions {@code h}, prices {@code p}, margin {@code m} and
 * equity {@code E}, the gross exposure is within {@code L} times equity at all of them if {@code Σ
 * p(w + m|w - Lh|) ≤ LE}. For the volatility there is a bound, see below.
 *
 * <p>Arithmetic of its own, beside the gate's: there it is a matter of what must not pass, here of
 * what surely does.
 */
final class TradeRoom {

  /** Share of a limit that is left for the rounding of doubles. */
  private static final double SLACK = 1e-9;

  private final List<TradeLine> lines;
  private final double[][] covariance;
  private final double margin;
  private final double feeRate;
  private final HardLimits hard;
  private final RiskBudgeting.Proposals sizes;
  private final double leverage;
  private final OptionalDouble volatility;
  private final BigDecimal[] positionLimits;
  private final double[] exposureLimits;
  private final double[] prices;
  private final double[] held;
  private final double equity;
  private final double heldGross;

  /** Positions of the portfolio by member. */
  private final BigDecimal[] positions;

  /** The same if all buys, or all sells, that pend fill. */
  private final BigDecimal[] upper;

  private final BigDecimal[] lower;

  /** The same by line. */
  private final BigDecimal[] lineUpper;

  private final BigDecimal[] lineLower;
  private double fees;

  TradeRoom(
      PortfolioSpec spec,
      Universe universe,
      BigDecimal equity,
      RiskBudgeting settings,
      Budget budget,
      double[][] covariance,
      List<TradeLine> lines) {
    int n = universe.size();
    this.lines = lines;
    this.covariance = covariance;
    this.sizes = settings.proposals();
    this.margin = sizes.priceMargin();
    this.feeRate = settings.costBps() / 10_000;
    this.hard = spec.hardLimits();
    this.leverage = budget.leverageLimit().value();
    this.volatility = budget.volatility().limit();
    this.equity = equity.doubleValue();
    positionLimits = new BigDecimal[n];
    prices = new double[n];
    Map<String, BigDecimal> bySymbol = new HashMap<>();
    for (SymbolBudget symbol : budget.symbols()) {
      bySymbol.put(symbol.symbol(), symbol.positionLimit());
    }
    for (int s = 0; s < n; s++) {
      positionLimits[s] = bySymbol.getOrDefault(universe.symbol(s), BigDecimal.ZERO);
      prices[s] = universe.unitNotional(s).doubleValue();
    }
    exposureLimits =
        budget.strategies().stream()
            .map(StrategyBudget::exposureLimit)
            .mapToDouble(BigDecimal::doubleValue)
            .toArray();
    upper = filled(n);
    lower = filled(n);
    lineUpper = filled(lines.size());
    lineLower = filled(lines.size());
    positions = filled(n);
    for (int l = 0; l < lines.size(); l++) {
      TradeLine line = lines.get(l);
      lineUpper[l] = line.upper();
      lineLower[l] = line.lower();
      positions[line.member()] = positions[line.member()].add(line.position());
      upper[line.member()] = upper[line.member()].add(line.upper());
      lower[line.member()] = lower[line.member()].add(line.lower());
    }
    held = Arrays.stream(positions).mapToDouble(BigDecimal::doubleValue).toArray();
    double gross = 0;
    for (int s = 0; s < n; s++) {
      gross += Math.abs(held[s]) * prices[s];
    }
    heldGross = gross;
  }

  /** Largest quantity of a line that only cuts risk, in its strategy and in the portfolio. */
  BigDecimal cuttable(int l, Side side) {
    int member = lines.get(l).member();
    BigDecimal most =
        side == Side.SELL
            ? lineLower[l].min(lower[member])
            : lineUpper[l].negate().min(upper[member].negate());
    return most.max(BigDecimal.ZERO);
  }

  /**
   * Whether a quantity is all of a line that can be cut, also once what pends on the other side has
   * filled, in part or in full.
   */
  boolean cutsAll(int l, Side side, BigDecimal quantity) {
    int member = lines.get(l).member();
    BigDecimal ofLine = lineLower[l].add(lineUpper[l]).subtract(lines.get(l).position());
    BigDecimal ofMember = lower[member].add(upper[member]).subtract(positions[member]);
    BigDecimal most =
        side == Side.SELL ? ofLine.min(ofMember) : ofLine.negate().min(ofMember.negate());
    return quantity.compareTo(cuttable(l, side)) == 0 && quantity.compareTo(most) == 0;
  }

  /** Lets a trade pend that only cuts risk. */
  void cut(int l, Side side, BigDecimal quantity) {
    int member = lines.get(l).member();
    if (side == Side.SELL) {
      lineLower[l] = lineLower[l].subtract(quantity);
      lower[member] = lower[member].subtract(quantity);
    } else {
      lineUpper[l] = lineUpper[l].add(quantity);
      upper[member] = upper[member].add(quantity);
    }
    fees += quantity.doubleValue() * prices[member] * feeRate;
  }

  /** Whether limits of one symbol and of single orders hold with these buys, by line. */
  boolean symbolHolds(int member, BigDecimal[] buys) {
    BigDecimal bought = upper[member];
    for (int l = 0; l < buys.length; l++) {
      if (lines.get(l).member() == member && buys[l].signum() > 0) {
        bought = bought.add(buys[l]);
        if (!orderHolds(buys[l], prices[member] * (1 + margin))) {
          return false;
        }
      }
    }
    if (bought.abs().max(lower[member].abs()).compareTo(positionLimits[member]) > 0) {
      return false;
    }
    if (hard.maxSymbolWeight().isEmpty()) {
      return true;
    }
    double weight = hard.maxSymbolWeight().getAsDouble();
    double own = exposure(member, worst(bought, lower[member]), weight);
    double others = margin * weight * (heldGross - Math.abs(held[member]) * prices[member]);
    return own + others <= weight * afterFees(buys) * (1 - SLACK);
  }

  /** Whether a strategy's exposure limit holds with these buys, by line. */
  boolean strategyHolds(int strategy, BigDecimal[] buys) {
    double gross = 0;
    for (int l = 0; l < buys.length; l++) {
      TradeLine line = lines.get(l);
      if (line.strategy() == strategy) {
        gross += worst(lineUpper[l].add(buys[l]), lineLower[l]) * prices[line.member()];
      }
    }
    return gross * (1 + margin) <= exposureLimits[strategy] * (1 - SLACK);
  }

  /** Whether leverage and volatility limit hold with these buys, by line, in this order. */
  boolean portfolioHolds(BigDecimal[] buys) {
    double[] bought = new double[upper.length];
    for (int l = 0; l < buys.length; l++) {
      bought[lines.get(l).member()] += buys[l].doubleValue();
    }
    double gross = 0;
    for (int s = 0; s < upper.length; s++) {
      double worst =
          Math.max(Math.abs(upper[s].doubleValue() + bought[s]), lower[s].abs().doubleValue());
      gross += exposure(s, worst, leverage);
    }
    return gross <= leverage * afterFees(buys) * (1 - SLACK)
        && (volatility.isEmpty() || volatilityHolds(buys, volatility.getAsDouble()));
  }

  /**
   * Every exposure lies within a radius of a middle: what pends and what was cut may have filled or
   * not, and the price may have moved. No point in there has more volatility than the middle and,
   * without signs, the radii.
   */
  private boolean volatilityHolds(BigDecimal[] buys, double limit) {
    double most = limit * (afterFees(buys) - margin * heldGross) * (1 - SLACK);
    double[] middles = new double[upper.length];
    double[] radii = new double[upper.length];
    for (int s = 0; s < middles.length; s++) {
      double high = upper[s].doubleValue() * prices[s];
      double low = lower[s].doubleValue() * prices[s];
      middles[s] = (high + low) / 2;
      radii[s] = (high - low) / 2 + margin * Math.max(Math.abs(high), Math.abs(low));
    }
    Variance middle = new Variance(covariance, middles, false);
    Variance radius = new Variance(covariance, radii, true);
    for (int l = 0; l < buys.length; l++) {
      if (buys[l].signum() > 0) {
        int s = lines.get(l).member();
        double bought = buys[l].doubleValue() * prices[s];
        // While less than nothing may be held, the gate may count that instead of what is bought.
        double unsure = lower[s].signum() < 0 ? bought / 2 : 0;
        middle.add(s, bought - unsure);
        radius.add(s, unsure + margin * bought);
        if (!(middle.volatility() + radius.volatility() <= most)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean orderHolds(BigDecimal quantity, double price) {
    double notional = quantity.doubleValue() * price;
    return notional <= sizes.maxOrderNotional().doubleValue() * (1 - SLACK)
        && hard.maxOrderNotional()
            .map(max -> notional <= max.doubleValue() * (1 - SLACK))
            .orElse(true)
        && sizes.maxOrderQuantity().map(max -> quantity.compareTo(max) <= 0).orElse(true)
        && hard.maxOrderQuantity().map(max -> quantity.compareTo(max) <= 0).orElse(true);
  }

  /** Largest exposure, less what the same move adds to {@code limit} times equity. */
  private double exposure(int member, double worst, double limit) {
    return prices[member] * (worst + margin * Math.abs(worst - limit * held[member]));
  }

  private double afterFees(BigDecimal[] buys) {
    double traded = 0;
    for (int l = 0; l < buys.length; l++) {
      traded += buys[l].doubleValue() * prices[lines.get(l).member()];
    }
    return equity - (fees + traded * feeRate) * (1 + margin);
  }

  private static double worst(BigDecimal upper, BigDecimal lower) {
    return upper.abs().max(lower.abs()).doubleValue();
  }

  private static BigDecimal[] filled(int n) {
    BigDecimal[] zeros = new BigDecimal[n];
    Arrays.fill(zeros, BigDecimal.ZERO);
    return zeros;
  }
}
