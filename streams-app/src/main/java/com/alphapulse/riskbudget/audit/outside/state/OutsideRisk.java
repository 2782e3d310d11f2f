package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.outside.record.Holding;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.SymbolState;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Volatility of a portfolio by the plain double sum over all pairs of instruments, {@code y' C y}
 * (Markowitz, "Portfolio Selection", 1952). Slow, and not what the gate does to get there.
 */
public final class OutsideRisk {
  /** Rounding that a correlation of one may show. */
  private static final double ROUNDING = 1e-9;

  private static final Set<String> REGIMES =
      Arrays.stream(Regime.values())
          .filter(regime -> regime != Regime.UNKNOWN)
          .map(Regime::name)
          .collect(Collectors.toSet());

  private final Map<String, Integer> indices = new HashMap<>();
  private final Optional<MarketState> state;
  private final boolean usable;

  /** Of a market of which no state is known. */
  public OutsideRisk() {
    this.state = Optional.empty();
    this.usable = false;
  }

  public OutsideRisk(MarketState state) {
    this.state = Optional.of(state);
    this.usable = isUsable(state);
    for (int i = 0; usable && i < state.getSymbols().size(); i++) {
      double volatility = state.getSymbols().get(i).getVolatility();
      if (Double.isFinite(volatility) && volatility >= 0) {
        indices.put(state.getSymbols().get(i).getSymbol(), i);
      }
    }
  }

  private static boolean isUsable(MarketState state) {
    int symbols = state.getSymbols().size();
    return state.getWarmedUp()
        && REGIMES.contains(state.getRegime().name())
        && REGIMES.containsAll(state.getRegimeProbabilities().keySet())
        && state.getCorrelations().size() == symbols * (symbols - 1) / 2
        && state.getCorrelations().stream().allMatch(c -> Math.abs(c) <= 1 + ROUNDING);
  }

  /** The state that it follows from; empty before the first. */
  public Optional<MarketState> state() {
    return state;
  }

  /** Sequence of the state; -1 before the first. */
  public long sequence() {
    return state.map(MarketState::getSequence).orElse(-1L);
  }

  /** Event time of the state, milliseconds; the least there is before the first. */
  public long asOf() {
    return state.map(s -> s.getAsOf().toEpochMilli()).orElse(Long.MIN_VALUE);
  }

  /** Whether anything can be computed of it. */
  public boolean usable() {
    return usable;
  }

  /** Whether it has a volatility of the instrument. */
  public boolean knows(String symbol) {
    return indices.containsKey(symbol);
  }

  /**
   * Annualised volatility, as a fraction of equity, once an order has filled with all that pends on
   * its side; the other instruments at their worst cases. Empty where a symbol is not known.
   *
   * @param equity above 0, in base currency
   */
  OptionalDouble volatility(
      Map<String, Holding> held,
      OutsideMarks marks,
      String symbol,
      Side side,
      BigDecimal quantity,
      BigDecimal equity) {
    Map<String, BigDecimal> exposures = new HashMap<>();
    held.forEach(
        (other, holding) -> {
          if (!holding.isFlat()) {
            exposures.put(other, holding.worstSigned());
          }
        });
    BigDecimal filled = held.getOrDefault(symbol, Holding.NONE).ifAllFills(side);
    exposures.put(symbol, side == Side.BUY ? filled.add(quantity) : filled.subtract(quantity));
    if (!indices.keySet().containsAll(exposures.keySet())) {
      return OptionalDouble.empty();
    }
    int size = exposures.size();
    int[] rows = new int[size];
    double[] deviations = new double[size];
    int next = 0;
    for (Map.Entry<String, BigDecimal> exposure : exposures.entrySet()) {
      rows[next] = indices.get(exposure.getKey());
      deviations[next++] = deviation(exposure.getKey(), exposure.getValue(), marks);
    }
    double variance = 0;
    for (int a = 0; a < size; a++) {
      for (int b = 0; b < size; b++) {
        variance += correlation(rows[a], rows[b]) * deviations[a] * deviations[b];
      }
    }
    double volatility = Math.sqrt(Math.max(0, variance)) / equity.doubleValue();
    return Double.isFinite(volatility) ? OptionalDouble.of(volatility) : OptionalDouble.empty();
  }

  private double deviation(String symbol, BigDecimal units, OutsideMarks marks) {
    double unitValue = marks.of(symbol).map(m -> m.unitValue().doubleValue()).orElse(0.0);
    SymbolState risk = state.orElseThrow().getSymbols().get(indices.get(symbol));
    return units.doubleValue() * unitValue * risk.getVolatility();
  }

  private double correlation(int a, int b) {
    int row = Math.max(a, b);
    int column = Math.min(a, b);
    return row == column
        ? 1
        : state.orElseThrow().getCorrelations().get(row * (row - 1) / 2 + column);
  }
}
