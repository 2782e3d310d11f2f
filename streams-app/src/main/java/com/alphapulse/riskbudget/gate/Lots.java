package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.InstrumentSpec;
import java.math.BigDecimal;

/** Whole numbers of lots. */
public final class Lots {

  private Lots() {}

  /** Lot size of the order's symbol, or the documented default where no mark tells it. */
  public static BigDecimal size(Proposal proposal) {
    return proposal
        .mark()
        .map(mark -> mark.instrument().lotSize())
        .orElse(InstrumentSpec.DEFAULT_LOT_SIZE);
  }

  /** The largest whole number of lots that is not above {@code quantity}. */
  public static BigDecimal down(BigDecimal quantity, Proposal proposal) {
    BigDecimal lot = size(proposal);
    return quantity.divideToIntegralValue(lot).multiply(lot);
  }
}
