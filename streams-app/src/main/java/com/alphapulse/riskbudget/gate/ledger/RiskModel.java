package com.alphapulse.riskbudget.gate.ledger;

import com.alphapulse.riskbudget.domain.MarketSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Forecast volatilities and correlations of a market, as the gate uses them. Unusable ones say why,
 * so that nothing is measured with numbers that mean nothing.
 */
public final class RiskModel {
  /** Sequence before the first market state. */
  public static final long NONE = -1;

  /** Binary places of a correlation as a whole number. */
  static final int CORRELATION_BITS = 52;

  /** Rounding that a correlation of one may show. */
  private static final double CORRELATION_ROUNDING = 1e-9;

  private final String market;
  private final long sequence;
  private final long asOf;
  private final String problem;
  private final Map<String, Integer> indices = new HashMap<>();
  private final double[] volatilities;
  private final long[][] correlations;

  private RiskModel(
      String market,
      long sequence,
      long asOf,
      String problem,
      double[] volatilities,
      long[][] correlations) {
    this.market = market;
    this.sequence = sequence;
    this.asOf = asOf;
    this.problem = problem;
    this.volatilities = volatilities;
    this.correlations = correlations;
  }

  /** A market of which no state is known. */
  public static RiskModel none(String market) {
    return unusable(market, NONE, Long.MIN_VALUE, "no market state is known");
  }

  /** A state that cannot be used, and why not. */
  public static RiskModel unusable(String market, long sequence, long asOf, String problem) {
    return new RiskModel(market, sequence, asOf, problem, new double[0], new long[0][]);
  }

  /**
   * The model of a state: unusable while it warms up or with a correlation that is none. An
   * instrument whose volatility is not finite or below 0 is left out, as if there were none.
   */
  public static RiskModel of(MarketSnapshot state) {
    if (!state.warmedUp()) {
      return unusable(
          state.market(), state.sequence(), state.asOf(), "the risk model is still warming up");
    }
    if (!areCorrelations(state.correlations().rows(), state.symbols().size())) {
      return unusable(
          state.market(), state.sequence(), state.asOf(), "a correlation is missing or none");
    }
    List<MarketSnapshot.SymbolRisk> symbols = state.symbols();
    double[] volatilities = new double[symbols.size()];
    RiskModel model =
        new RiskModel(
            state.market(),
            state.sequence(),
            state.asOf(),
            null,
            volatilities,
            wholeNumbers(state.correlations().rows()));
    for (int i = 0; i < volatilities.length; i++) {
      volatilities[i] = symbols.get(i).volatility();
      if (Double.isFinite(volatilities[i]) && volatilities[i] >= 0) {
        model.indices.put(symbols.get(i).instrument().symbol(), i);
      }
    }
    return model;
  }

  /** Both halves of the matrix, so that the row of an instrument lies in one piece. */
  private static long[][] wholeNumbers(double[][] lowerTriangle) {
    long[][] rows = new long[lowerTriangle.length][lowerTriangle.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        rows[i][j] = (long) Math.rint(Math.scalb(lowerTriangle[i][j], CORRELATION_BITS));
        rows[j][i] = rows[i][j];
      }
    }
    return rows;
  }

  private static boolean areCorrelations(double[][] rows, int size) {
    if (rows.length != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (rows[i].length != i) {
        return false;
      }
      for (double correlation : rows[i]) {
        if (!(Math.abs(correlation) <= 1 + CORRELATION_ROUNDING)) {
          return false;
        }
      }
    }
    return true;
  }

  public String market() {
    return market;
  }

  /** Sequence of the market state; {@link #NONE} before the first. */
  public long sequence() {
    return sequence;
  }

  /** Event time of the market state, milliseconds. */
  public long asOf() {
    return asOf;
  }

  /** Why it cannot be used; empty where it can. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Where an instrument stands; -1 where the model does not know it. */
  public int indexOf(String symbol) {
    return indices.getOrDefault(symbol, -1);
  }

  /** Annualised, as a fraction. */
  public double volatility(int index) {
    return volatilities[index];
  }

  /**
   * Correlations of an instrument with all, in units of two to the power of minus {@link
   * #CORRELATION_BITS}; 0 with itself.
   */
  long[] correlations(int index) {
    return correlations[index];
  }
}
