package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.gate.MarketClock;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.door.Refusal;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import java.util.Optional;

/** Takes in what markets tell: the prices that orders are held against, and risk models. */
final class MarketDesk {
  private static final String TOO_MANY_MARKETS =
      "no portfolio trades the market, and %d are known already".formatted(Bounds.MARKETS);

  private final GateState state;
  private final GateOutput output;
  private final ExecutionDesk executions;
  private final LossDesk losses;
  private final TradingStateReport tradingStates;

  MarketDesk(
      GateState state,
      GateOutput output,
      ExecutionDesk executions,
      LossDesk losses,
      TradingStateReport tradingStates) {
    this.state = state;
    this.output = output;
    this.executions = executions;
    this.losses = losses;
    this.tradingStates = tradingStates;
  }

  void apply(MarketMarks record) {
    Marks before = state.marks(record.getMarket());
    if (record.getSequence() <= before.sequence()) {
      return; // An older record, or one that was sent twice: the later prices stay.
    }
    if (!state.hasRoomFor(record.getMarket())) {
      output.refuse(Refusal.of(record, TOO_MANY_MARKETS));
      return;
    }
    Marks marks = GateWire.marks(record, state.names);
    state.marks(marks);
    output.save(LedgerEntries.key(Kind.MARKS, marks.market()), state.marksCodec.encode(record));
    MarketClock clock = state.clock(marks.market());
    boolean first = !clock.isRunning();
    if (clock.advance(marks.asOf(), output.wallClock())) {
      output.put(LedgerEntries.key(Kind.CLOCK, marks.market()), LedgerEntries.clock(clock));
    }
    for (PortfolioLedger ledger : state.ledgers()) {
      Optional<PortfolioSpec> spec = ledger.spec().filter(s -> s.market().equals(marks.market()));
      if (spec.isPresent()) {
        executions.applyHeld(ledger);
        if (first) {
          tradingStates.changed(ledger); // Its time begins.
        }
      }
      if (spec.filter(LossDesk::isWatched).isPresent()) {
        losses.observe(ledger, before, marks);
      }
    }
  }

  /**
   * An unusable state replaces a usable one: with a limit on volatility nothing adds risk until the
   * next good one.
   */
  void apply(MarketState record) {
    RiskModel model = GateWire.riskModel(record);
    if (model.sequence() <= state.riskModel(model.market()).sequence()) {
      return; // An older record, or one that was sent twice.
    }
    if (!state.hasRoomFor(model.market())) {
      output.refuse(Refusal.of(record, TOO_MANY_MARKETS));
      return;
    }
    state.riskModel(model);
    output.save(
        LedgerEntries.key(Kind.RISK_MODEL, model.market()), state.stateCodec.encode(record));
  }
}
