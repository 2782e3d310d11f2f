package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import java.math.BigDecimal;
import java.util.Optional;

/** Whole numbers of lots and ticks. */
public final class Lots {

  /** Digits that surely fit a long. */
  private static final int LONG_DIGITS = 18;

  private Lots() {}

  /**
   * Whether {@code value} is a whole number of steps.
   *
   * @param step above 0
   */
  public static boolean isWhole(BigDecimal value, BigDecimal step) {
    int scale = Math.max(value.scale(), step.scale());
    if (fitsLong(value, scale) && fitsLong(step, scale)) {
      // BigDecimal.remainder takes a microsecond here, as long as the whole decision besides.
      return value.setScale(scale).unscaledValue().longValue()
              % step.setScale(scale).unscaledValue().longValue()
          == 0;
    }
    return value.remainder(step).signum() == 0;
  }

  private static boolean fitsLong(BigDecimal value, int scale) {
    return (long) value.precision() + scale - value.scale() <= LONG_DIGITS;
  }

  /** Lot size of the order's symbol, or the documented default where no mark tells it. */
  public static BigDecimal size(Proposal proposal) {
    Optional<Marks.Mark> mark = proposal.mark();
    return mark.isPresent() ? mark.get().instrument().lotSize() : InstrumentSpec.DEFAULT_LOT_SIZE;
  }

  /** The largest whole number of lots that is not above {@code quantity}. */
  public static BigDecimal down(BigDecimal quantity, Proposal proposal) {
    BigDecimal lot = size(proposal);
    return quantity.divideToIntegralValue(lot).multiply(lot);
  }
}
