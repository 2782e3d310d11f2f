package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.audit.outside.OutsideMarks.OutsideMark;
import com.alphapulse.riskbudget.avro.Side;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What one portfolio's positions and reservations come to at marks, summed anew each time. */
final class OutsideValuation {
  private final OutsideState state;
  private final OutsideMarks marks;
  private final boolean priced;

  OutsideValuation(OutsideState state, OutsideMarks marks) {
    this.state = state;
    this.marks = marks;
    this.priced =
        state.ledger().byStrategy().values().stream()
            .flatMap(bySymbol -> bySymbol.entrySet().stream())
            .allMatch(held -> held.getValue().isFlat() || marks.of(held.getKey()).isPresent());
  }

  /**
   * Worst-case gross exposure of some holdings; empty where the portfolio holds, or they hold,
   * something without a mark.
   */
  Optional<BigDecimal> gross(Map<String, Holding> holdings) {
    BigDecimal gross = BigDecimal.ZERO;
    for (Map.Entry<String, Holding> holding : holdings.entrySet()) {
      BigDecimal worst = holding.getValue().worst();
      if (worst.signum() == 0) {
        continue;
      }
      Optional<OutsideMark> mark = marks.of(holding.getKey());
      if (mark.isEmpty()) {
        return Optional.empty();
      }
      gross = gross.add(worst.multiply(mark.get().unitValue()));
    }
    return priced ? Optional.of(gross) : Optional.empty();
  }

  /** Cash and positions; empty where something that is held has no mark. */
  Optional<BigDecimal> equity() {
    if (!priced) {
      return Optional.empty();
    }
    BigDecimal equity = state.ledger().cash();
    for (Map.Entry<String, Holding> held : state.ledger().ofPortfolio().entrySet()) {
      BigDecimal position = held.getValue().position();
      if (position.signum() != 0) {
        equity = equity.add(position.multiply(marks.of(held.getKey()).orElseThrow().unitValue()));
      }
    }
    return Optional.of(equity);
  }

  /** Volatility with an order; empty where a risk, a mark or equity above 0 is missing. */
  OptionalDouble volatility(OutsideRisk risk, String symbol, Side side, BigDecimal quantity) {
    Optional<BigDecimal> equity = equity().filter(value -> value.signum() > 0);
    if (!risk.usable() || equity.isEmpty() || marks.of(symbol).isEmpty()) {
      return OptionalDouble.empty();
    }
    return risk.volatility(
        state.ledger().ofPortfolio(), marks, symbol, side, quantity, equity.get());
  }
}
