package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.gate.Marks;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Volatility of a portfolio by the plain double sum over all pairs of instruments, {@code y' C y}
 * (Markowitz, "Portfolio Selection", 1952). Slow, and not what the gate does to get there.
 */
final class OutsideRisk {
  private final Map<String, Integer> indices = new HashMap<>();
  private final MarketState state;

  OutsideRisk(MarketState state) {
    this.state = state;
    for (int i = 0; i < state.getSymbols().size(); i++) {
      double volatility = state.getSymbols().get(i).getVolatility();
      if (Double.isFinite(volatility) && volatility >= 0) {
        indices.put(state.getSymbols().get(i).getSymbol(), i);
      }
    }
  }

  /**
   * Annualised volatility, as a fraction of equity, once an order has filled with all that pends on
   * its side; the other instruments at their worst cases. Empty where a symbol is not known.
   *
   * @param equity above 0, in base currency
   */
  OptionalDouble volatility(
      Map<String, Holding> held,
      Marks marks,
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
    double variance = 0;
    for (Map.Entry<String, BigDecimal> a : exposures.entrySet()) {
      for (Map.Entry<String, BigDecimal> b : exposures.entrySet()) {
        variance +=
            correlation(a.getKey(), b.getKey())
                * deviation(a.getKey(), a.getValue(), marks)
                * deviation(b.getKey(), b.getValue(), marks);
      }
    }
    double volatility = Math.sqrt(Math.max(0, variance)) / equity.doubleValue();
    return Double.isFinite(volatility) ? OptionalDouble.of(volatility) : OptionalDouble.empty();
  }

  private double deviation(String symbol, BigDecimal units, Marks marks) {
    double unitValue = marks.of(symbol).map(m -> m.unitValue().doubleValue()).orElse(0.0);
    return units.doubleValue()
        * unitValue
        * state.getSymbols().get(indices.get(symbol)).getVolatility();
  }

  private double correlation(String a, String b) {
    int row = Math.max(indices.get(a), indices.get(b));
    int column = Math.min(indices.get(a), indices.get(b));
    return row == column ? 1 : state.getCorrelations().get(row * (row - 1) / 2 + column);
  }
}
