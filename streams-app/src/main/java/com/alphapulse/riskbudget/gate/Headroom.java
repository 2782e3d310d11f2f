package com.alphapulse.riskbudget.gate;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The largest order that would pass now, as the gate itself decides it.
 *
 * @param largestQuantity units; empty where no quantity would pass
 * @param binding what the next larger order would break: one lot more, or one lot at all
 * @param asOf event time that the checks used, milliseconds
 */
public record Headroom(Optional<BigDecimal> largestQuantity, List<Violation> binding, long asOf) {

  /** Beyond what any limit lets through, and a whole number of most lots. */
  private static final BigDecimal MORE_THAN_ANY_LIMIT = new BigDecimal("1000000000000");

  public Headroom {
    binding = List.copyOf(binding);
  }

  /**
   * Asks the gate, which changes nothing.
   *
   * @param order the order at a quantity
   */
  public static Headroom of(Gate gate, Function<BigDecimal, Proposal> order) {
    Proposal asked = order.apply(MORE_THAN_ANY_LIMIT);
    BigDecimal lot = Lots.size(asked);
    BigDecimal most = Lots.down(MORE_THAN_ANY_LIMIT, asked);
    Optional<BigDecimal> largest = gate.decide(order.apply(most)).largestQuantity();
    Decision next = gate.decide(order.apply(largest.orElse(BigDecimal.ZERO).add(lot)));
    return new Headroom(largest, next.violations(), next.asOf());
  }
}
