package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.outside.record.OutsideBudget;
import com.alphapulse.riskbudget.audit.outside.record.OutsideDefinition;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.config.GateSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** All that is known of one portfolio, rebuilt from the topics. */
public final class OutsideState {
  private final OutsideLedger ledger = new OutsideLedger();
  private final OutsideOverrides overrides = new OutsideOverrides();
  private final OutsideRates rates;
  private final LossEvidence losses;
  private OutsideDefinition spec;
  private OutsideBudget budget;
  private boolean closed;

  public OutsideState(GateSettings settings, List<RiskAlert> lossAlerts) {
    this.rates = new OutsideRates(settings);
    this.losses = new LossEvidence(lossAlerts);
  }

  /** Takes in a definition; a change of its cash is a deposit or a withdrawal. */
  public void define(OutsideDefinition definition) {
    BigDecimal before = spec == null ? BigDecimal.ZERO : spec.cash();
    ledger.deposit(definition.cash().subtract(before));
    if (budget != null && !definition.market().equals(budget.record().getMarket())) {
      budget = null; // Worked out for what it traded before.
    }
    spec = definition;
    closed = false;
    if (spec.limitsLosses()) {
      losses.limited();
    }
  }

  /** Takes in that its definition was withdrawn. */
  public void close() {
    closed = spec != null;
  }

  /** Whether its definition was withdrawn and no new one has come. */
  public boolean isClosed() {
    return closed;
  }

  /** Takes in a budget, unless a later version is in force or it is of another market. */
  public void budget(OutsideBudget latest) {
    if (spec != null && !spec.market().equals(latest.record().getMarket())) {
      return;
    }
    if (budget == null || latest.version() >= budget.version()) {
      budget = latest;
    }
  }

  public OutsideLedger ledger() {
    return ledger;
  }

  public OutsideOverrides overrides() {
    return overrides;
  }

  public OutsideRates rates() {
    return rates;
  }

  public LossEvidence losses() {
    return losses;
  }

  public Optional<OutsideDefinition> spec() {
    return Optional.ofNullable(spec);
  }

  /** The budget in force. */
  public Optional<OutsideBudget> budget() {
    return Optional.ofNullable(budget);
  }
}
