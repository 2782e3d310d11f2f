package com.alphapulse.riskbudget.gate.ledger;

import com.alphapulse.riskbudget.gate.limits.LimitsInForce;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * Positions and reservations of one portfolio by strategy and symbol, the portfolio's as their
 * sums, and what they come to at the latest marks and risk model.
 */
public final class PositionBook {
  private static final Exposure FLAT = new Exposure();

  private final Map<String, Exposure> exposures = new HashMap<>();
  private final Map<String, Map<String, Exposure>> byStrategy = new HashMap<>();

  /** By strategy and symbol; only what the definition permits, so that orders cannot fill it. */
  private final Map<String, Map<String, Line>> lines = new HashMap<>();

  /** Of the portfolio; empty while it is not defined. */
  private String baseCurrency = "";

  private Valuation valuation;
  private RiskVector riskVector;

  /**
   * A symbol in a strategy: what an order in it looks at first, found by one search.
   *
   * @param edition of the limits in force that {@code limits} are from; not these themselves, which
   *     would keep a whole budget for each line that is seldom traded
   */
  public record Line(
      Exposure ofPortfolio, Exposure ofStrategy, long edition, LimitsInForce.LineLimits limits) {}

  /** A change of position or reservations. */
  interface Mutation {
    void on(Exposure exposure);
  }

  /** Position and reservations of a symbol in the portfolio. */
  public Exposure exposure(String symbol) {
    return exposures.getOrDefault(symbol, FLAT);
  }

  /** Position and reservations of a symbol in a strategy. */
  public Exposure exposure(String strategyId, String symbol) {
    return byStrategy.getOrDefault(strategyId, Map.of()).getOrDefault(symbol, FLAT);
  }

  /** Exposures and limits of a symbol in a strategy. */
  public Line line(String strategyId, String symbol, LimitsInForce inForce) {
    Map<String, Line> bySymbol = lines.get(strategyId);
    Line known = bySymbol == null ? null : bySymbol.get(symbol);
    if (known != null && known.edition == inForce.edition()) {
      return known;
    }
    LimitsInForce.LineLimits limits = inForce.of(strategyId, symbol);
    if (!limits.permitted()) {
      return new Line(exposure(symbol), exposure(strategyId, symbol), inForce.edition(), limits);
    }
    Line line =
        new Line(
            portfolioExposure(symbol),
            strategyExposure(strategyId, symbol),
            inForce.edition(),
            limits);
    lines.computeIfAbsent(strategyId, id -> new HashMap<>()).put(symbol, line);
    return line;
  }

  /** Every symbol that orders may name, or that has a position or a reservation. */
  public Map<String, Exposure> exposures() {
    return exposures;
  }

  /** The same by strategy. */
  public Map<String, Map<String, Exposure>> byStrategy() {
    return byStrategy;
  }

  /** Exposures and value of the positions at {@code marks}. */
  public Valuation valuation(Marks marks) {
    if (valuation == null || !valuation.isAt(marks)) {
      valuation = new Valuation(marks, baseCurrency, exposures, byStrategy);
    }
    return valuation;
  }

  /** Exposures times volatilities at {@code marks}. */
  public RiskVector riskVector(RiskModel model, Marks marks) {
    if (riskVector == null || !riskVector.isAt(model, marks)) {
      riskVector = new RiskVector(model, marks, exposures);
    }
    return riskVector;
  }

  /** Changes a symbol, and the totals with it. */
  void change(String strategyId, String symbol, Marks marks, Mutation mutation) {
    Exposure ofStrategy = strategyExposure(strategyId, symbol);
    Exposure ofPortfolio = portfolioExposure(symbol);
    Valuation current = valuation(marks);
    BigDecimal strategyWorst = ofStrategy.worst();
    BigDecimal worst = ofPortfolio.worst();
    BigDecimal position = ofPortfolio.position();
    mutation.on(ofStrategy);
    mutation.on(ofPortfolio);
    revalueRisk(symbol, ofPortfolio, marks);
    forgetIfFlat(strategyId, symbol, ofPortfolio, ofStrategy);
    if (ofPortfolio.isFlat()) {
      // What is held may have become priced, or its oldest mark younger: value anew when asked.
      valuation = null;
      return;
    }
    current.add(
        marks,
        symbol,
        ofPortfolio.worst().subtract(worst),
        ofPortfolio.position().subtract(position));
    current.addStrategy(marks, strategyId, symbol, ofStrategy.worst().subtract(strategyWorst));
  }

  /** Changes a symbol while a saved ledger is brought back; totals follow when asked for. */
  void restore(String strategyId, String symbol, Mutation mutation) {
    valuation = null;
    riskVector = null;
    mutation.on(strategyExposure(strategyId, symbol));
    mutation.on(portfolioExposure(symbol));
  }

  /**
   * Takes in that the portfolio is defined anew: what orders could name before is forgotten, unless
   * it is held, which is now valued in that currency.
   */
  void define(String currency) {
    baseCurrency = currency;
    valuation = null;
    lines.clear();
    exposures.values().removeIf(Exposure::isFlat);
    byStrategy.values().forEach(bySymbol -> bySymbol.values().removeIf(Exposure::isFlat));
    byStrategy.values().removeIf(Map::isEmpty);
  }

  /** Anybody may report fills of any symbol and strategy: once they are flat nothing stays. */
  private void forgetIfFlat(
      String strategyId, String symbol, Exposure ofPortfolio, Exposure ofStrategy) {
    if (ofStrategy.isFlat() && !lines.getOrDefault(strategyId, Map.of()).containsKey(symbol)) {
      Map<String, Exposure> bySymbol = byStrategy.get(strategyId);
      bySymbol.remove(symbol);
      if (bySymbol.isEmpty()) {
        byStrategy.remove(strategyId);
      }
    }
    // A line of another strategy may lead to the portfolio's.
    if (ofPortfolio.isFlat() && lines.values().stream().noneMatch(l -> l.containsKey(symbol))) {
      exposures.remove(symbol);
    }
  }

  private void revalueRisk(String symbol, Exposure exposure, Marks marks) {
    if (riskVector != null && riskVector.isAt(marks)) {
      riskVector.set(symbol, exposure);
    } else {
      riskVector = null;
    }
  }

  private Exposure portfolioExposure(String symbol) {
    return exposures.computeIfAbsent(symbol, s -> new Exposure());
  }

  private Exposure strategyExposure(String strategyId, String symbol) {
    return byStrategy
        .computeIfAbsent(strategyId, s -> new HashMap<>())
        .computeIfAbsent(symbol, s -> new Exposure());
  }
}
