package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a whole portfolio may trade, and what the gate enforces for it.
 *
 * @param state of the whole portfolio; narrower ones are among the overrides
 * @param cause what set the state: {@code OVERRIDE:id}, {@link #LOSS_LIMIT} or {@link #CLOSED};
 *     empty while it is active
 * @param overrides identifiers of those in force, those for all portfolios last
 */
public record TradingStatus(TradingState state, String cause, List<String> overrides) {
  /** A loss limit was reached and no operator has resumed. */
  public static final String LOSS_LIMIT = "LOSS_LIMIT";

  /** The portfolio's definition was withdrawn. */
  public static final String CLOSED = "CLOSED";

  /**
   * Status of a portfolio at its own event time.
   *
   * @param everywhere overrides of all portfolios
   * @param asOf event time, milliseconds
   */
  public static TradingStatus of(PortfolioLedger ledger, TradingOverrides everywhere, long asOf) {
    List<String> inForce = new ArrayList<>(ledger.overrides().inForce(asOf));
    inForce.addAll(everywhere.inForce(asOf));
    TradingOverrides.State set = everywhere.whole(asOf).and(ledger.overrides().whole(asOf));
    if (set.state() == TradingState.ACTIVE && ledger.lossWatch().breach().isPresent()) {
      return new TradingStatus(TradingState.REDUCE_ONLY, LOSS_LIMIT, inForce);
    }
    if (set.state() == TradingState.ACTIVE && ledger.isClosed()) {
      return new TradingStatus(TradingState.REDUCE_ONLY, CLOSED, inForce);
    }
    return new TradingStatus(set.state(), cause(set), inForce);
  }

  /** Status that the overrides of all portfolios lead to by themselves. */
  public static TradingStatus ofAll(TradingOverrides everywhere, long asOf) {
    TradingOverrides.State set = everywhere.whole(asOf);
    return new TradingStatus(set.state(), cause(set), everywhere.inForce(asOf));
  }

  private static String cause(TradingOverrides.State set) {
    return set.cause()
        .map(override -> new LimitSource.ByOverride(override.overrideId()).text())
        .orElse("");
  }
}
