package com.alphapulse.riskbudget.gate;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of the plain model that has a memory or a matrix: order rates, losses and volatility,
 * all in exact decimals. Shares no code with the gate.
 */
final class PlainRisk {

  /** Volatility by symbol, and one correlation for all pairs. */
  record Risk(Map<String, BigDecimal> volatilities, BigDecimal correlation) {}

  /** Orders a second by portfolio, and by portfolio and strategy. */
  record Rates(
      Map<String, BigDecimal> portfolios, Map<List<String>, BigDecimal> strategies, int burst) {}

  private static final class Bucket {
    BigDecimal tokens;
    long filledAt;
  }

  private static final class Losses {
    BigDecimal peak;
    int beyond;
    boolean reached;
  }

  private final Rates rates;
  private final Map<String, BigDecimal> maxDrawdown;
  private final int lossMarks;
  private final Map<List<String>, Bucket> buckets = new HashMap<>();
  private final Map<String, Losses> losses = new HashMap<>();
  Risk risk;
  BigDecimal volatilityLimit;

  PlainRisk(Rates rates, Map<String, BigDecimal> maxDrawdown, int lossMarks) {
    this.rates = rates;
    this.maxDrawdown = maxDrawdown;
    this.lossMarks = lossMarks;
  }

  /** Orders that may come at once; null without a limit. A strategy of null is the portfolio. */
  BigDecimal tokens(String portfolio, String strategy, long clock) {
    BigDecimal rate = rate(portfolio, strategy);
    if (rate == null) {
      return null;
    }
    BigDecimal most = rate.multiply(BigDecimal.valueOf(rates.burst)).max(BigDecimal.ONE);
    Bucket bucket = buckets.get(key(portfolio, strategy));
    if (bucket == null) {
      return most;
    }
    BigDecimal filled = rate.multiply(BigDecimal.valueOf(Math.max(0, clock - bucket.filledAt), 3));
    return bucket.tokens.add(filled).min(most);
  }

  void asked(String portfolio, String strategy, long clock) {
    BigDecimal ofStrategy = tokens(portfolio, strategy, clock);
    BigDecimal ofPortfolio = tokens(portfolio, null, clock);
    boolean stopped = ofStrategy != null && ofStrategy.compareTo(BigDecimal.ONE) < 0;
    store(portfolio, strategy, ofStrategy, !stopped, clock);
    store(
        portfolio,
        null,
        ofPortfolio,
        !stopped && ofPortfolio != null && ofPortfolio.compareTo(BigDecimal.ONE) >= 0,
        clock);
  }

  private void store(
      String portfolio, String strategy, BigDecimal tokens, boolean taken, long clock) {
    if (tokens != null) {
      Bucket bucket = buckets.computeIfAbsent(key(portfolio, strategy), k -> new Bucket());
      bucket.tokens = taken ? tokens.subtract(BigDecimal.ONE) : tokens;
      bucket.filledAt = Math.max(bucket.filledAt, clock);
    }
  }

  boolean mayCome(String portfolio, String strategy, long clock) {
    BigDecimal ofStrategy = tokens(portfolio, strategy, clock);
    BigDecimal ofPortfolio = tokens(portfolio, null, clock);
    return (ofStrategy == null || ofStrategy.compareTo(BigDecimal.ONE) >= 0)
        && (ofPortfolio == null || ofPortfolio.compareTo(BigDecimal.ONE) >= 0);
  }

  private BigDecimal rate(String portfolio, String strategy) {
    return strategy == null
        ? rates.portfolios.get(portfolio)
        : rates.strategies.get(List.of(portfolio, strategy));
  }

  private static List<String> key(String portfolio, String strategy) {
    return strategy == null ? List.of(portfolio) : List.of(portfolio, strategy);
  }

  /** Equity at a new price. */
  void equity(String portfolio, BigDecimal equity) {
    BigDecimal max = maxDrawdown.get(portfolio);
    if (max == null || equity == null) {
      return;
    }
    Losses watched = losses.computeIfAbsent(portfolio, p -> new Losses());
    watched.peak = watched.peak == null ? equity : watched.peak.max(equity);
    BigDecimal least = watched.peak.multiply(BigDecimal.ONE.subtract(max));
    watched.beyond = equity.compareTo(least) < 0 ? watched.beyond + 1 : 0;
    watched.reached |= watched.beyond >= lossMarks;
  }

  boolean lossReached(String portfolio) {
    return losses.containsKey(portfolio) && losses.get(portfolio).reached;
  }

  void resume(String portfolio, BigDecimal equity) {
    if (lossReached(portfolio)) {
      losses.remove(portfolio);
      losses.computeIfAbsent(portfolio, p -> new Losses()).peak = equity;
    }
  }

  /** Whether volatility stays within its limit, or is not raised, in squares to be exact. */
  boolean isCalm(PlainModel model, PlainModel.Ask ask, BigDecimal quantity) {
    if (volatilityLimit == null) {
      return true;
    }
    BigDecimal limit = volatilityLimit.multiply(model.equity(ask.portfolio()));
    return variance(model, ask, quantity)
            .compareTo(limit.multiply(limit).max(variance(model, ask, BigDecimal.ZERO)))
        <= 0;
  }

  BigDecimal variance(PlainModel model, PlainModel.Ask ask, BigDecimal quantity) {
    BigDecimal sum = BigDecimal.ZERO;
    for (String a : risk.volatilities.keySet()) {
      for (String b : risk.volatilities.keySet()) {
        BigDecimal product =
            scaled(model, ask, a, quantity).multiply(scaled(model, ask, b, quantity));
        sum = sum.add(a.equals(b) ? product : product.multiply(risk.correlation));
      }
    }
    return sum;
  }

  private BigDecimal scaled(
      PlainModel model, PlainModel.Ask ask, String symbol, BigDecimal quantity) {
    BigDecimal held = model.position(ask.portfolio(), null, symbol);
    BigDecimal up = held.add(model.pending(ask.portfolio(), null, symbol, true));
    BigDecimal down = held.subtract(model.pending(ask.portfolio(), null, symbol, false));
    BigDecimal units = up.abs().compareTo(down.abs()) >= 0 ? up : down;
    if (symbol.equals(ask.symbol())) {
      units = ask.buy() ? up.add(quantity) : down.subtract(quantity);
    }
    return units.multiply(model.unitValue(symbol)).multiply(risk.volatilities.get(symbol));
  }
}
