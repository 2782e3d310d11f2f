package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.outside.record.Holding;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks.OutsideMark;
import com.alphapulse.riskbudget.avro.Side;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** What one portfolio's positions and reservations come to at marks, summed anew each time. */
public final class OutsideValuation {
  private final OutsideState state;
  private final OutsideMarks marks;
  private final Set<String> symbols = new TreeSet<>();
  private final boolean priced;
  private Optional<BigDecimal> equity;

  OutsideValuation(OutsideState state, OutsideMarks marks) {
    this.state = state;
    this.marks = marks;
    for (Map<String, Holding> bySymbol : state.ledger().holdings().byStrategy().values()) {
      bySymbol.forEach(
          (symbol, holding) -> {
            if (!holding.isFlat()) {
              symbols.add(symbol);
            }
          });
    }
    this.priced = symbols.stream().allMatch(this::isPriced);
  }

  /** Whether it has a mark, and the mark is in the portfolio's currency, where that is known. */
  private boolean isPriced(String symbol) {
    Optional<String> currency = marks.of(symbol).map(OutsideMark::currency);
    return currency.isPresent()
        && state.spec().filter(s -> !s.currency().equals(currency.get())).isEmpty();
  }

  /** What any strategy holds or has pending, also where the others' offset it. */
  public Set<String> symbols() {
    return symbols;
  }

  /**
   * Worst-case gross exposure of some holdings; empty where the portfolio holds something without a
   * mark in its currency, or they hold something without a mark.
   */
  public Optional<BigDecimal> gross(Map<String, Holding> holdings) {
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

  /** Cash and positions; empty where something that is held has no mark in base currency. */
  public Optional<BigDecimal> equity() {
    if (equity == null) {
      equity = priced ? Optional.of(summed()) : Optional.empty();
    }
    return equity;
  }

  private BigDecimal summed() {
    BigDecimal sum = state.ledger().cash();
    for (Map.Entry<String, Holding> held : state.ledger().holdings().ofPortfolio().entrySet()) {
      BigDecimal position = held.getValue().position();
      if (position.signum() != 0) {
        sum = sum.add(position.multiply(marks.of(held.getKey()).orElseThrow().unitValue()));
      }
    }
    return sum;
  }

  /** Volatility with an order; empty where a risk, a mark or equity above 0 is missing. */
  OptionalDouble volatility(OutsideRisk risk, String symbol, Side side, BigDecimal quantity) {
    Optional<BigDecimal> positive = equity().filter(value -> value.signum() > 0);
    if (!risk.usable() || positive.isEmpty() || marks.of(symbol).isEmpty()) {
      return OptionalDouble.empty();
    }
    return risk.volatility(
        state.ledger().holdings().ofPortfolio(), marks, symbol, side, quantity, positive.get());
  }
}
