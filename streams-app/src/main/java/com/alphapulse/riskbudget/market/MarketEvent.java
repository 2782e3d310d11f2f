package com.alphapulse.riskbudget.market;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.market.regime.RegimeSignal;

/** What the market stage tells the world, in the order in which it happened. */
public sealed interface MarketEvent {

  /**
   * Risk model and regime, to be published at once.
   *
   * @param regimeChanged whether regime or regime probabilities differ from the snapshot before
   */
  record SnapshotPublished(MarketSnapshot snapshot, boolean regimeChanged) implements MarketEvent {}

  /** The built-in detector has changed the regime; the snapshot that follows carries it. */
  record RegimeDetected(RegimeSignal signal) implements MarketEvent {}

  /** Something about the input that a person should look at. */
  record AlertRaised(Alert alert) implements MarketEvent {}

  /**
   * What was taken in was left out.
   *
   * @param held whether it is a price that waits for a second one; else it makes no sense
   */
  record RecordSkipped(boolean held) implements MarketEvent {}
}
