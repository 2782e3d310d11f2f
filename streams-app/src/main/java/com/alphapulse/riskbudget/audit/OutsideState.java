package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.gate.Limits;
import com.alphapulse.riskbudget.gate.LossWatch;
import com.alphapulse.riskbudget.gate.OrderState;
import com.alphapulse.riskbudget.gate.PortfolioLedger;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that is known of one portfolio, rebuilt from the topics. */
final class OutsideState {
  private final OutsideLedger ledger = new OutsideLedger();
  private final OutsideOverrides overrides = new OutsideOverrides();
  private final OutsideRates rates;
  private final LossEvidence losses;
  private PortfolioSpec spec;
  private Limits limits;

  OutsideState(GateSettings settings, List<RiskAlert> lossAlerts) {
    this.rates = new OutsideRates(settings);
    this.losses = new LossEvidence(lossAlerts);
  }

  /** Takes in a definition; a change of its cash is a deposit or a withdrawal. */
  void define(PortfolioSpec definition) {
    BigDecimal before = spec == null ? BigDecimal.ZERO : spec.cash();
    ledger.deposit(definition.cash().subtract(before));
    spec = definition;
    if (spec.hardLimits().maxDailyLoss().isPresent()
        || spec.hardLimits().maxDrawdown().isPresent()) {
      losses.limited();
    }
  }

  /** Takes in a budget, unless a later version is in force. */
  void budget(Limits latest) {
    if (limits == null || latest.version() >= limits.version()) {
      limits = latest;
    }
  }

  /**
   * The portfolio as the gate's checks read it: a new ledger that holds what was rebuilt here.
   *
   * @param orderId of the order that is decided; of the settled orders only its namesake matters
   * @param breach of a loss limit
   */
  PortfolioLedger forTheGate(
      String portfolioId, String orderId, Optional<LossWatch.Breach> breach) {
    PortfolioLedger copy = new PortfolioLedger(portfolioId);
    copy.restoreAccount(ledger.cash(), BigDecimal.ZERO, ledger.sequence());
    if (spec != null) {
      copy.restoreSpec(spec);
    }
    if (limits != null) {
      copy.apply(limits);
    }
    overrides.inForce().forEach(copy.overrides()::apply);
    rates.restoreInto(copy.rates());
    copy.lossWatch().restore(Optional.empty(), Optional.empty(), Long.MIN_VALUE, 0, breach);
    ledger
        .byStrategy()
        .forEach(
            (strategyId, bySymbol) ->
                bySymbol.forEach(
                    (symbol, holding) -> {
                      if (holding.position().signum() != 0) {
                        copy.restorePosition(strategyId, symbol, holding.position());
                      }
                    }));
    ledger.openOrders().forEach(order -> copy.restoreOrder(forTheGate(order)));
    ledger
        .order(orderId)
        .filter(OutsideOrder::isSettled)
        .ifPresent(order -> copy.restoreOrder(forTheGate(order)));
    return copy;
  }

  private static OrderState forTheGate(OutsideOrder order) {
    return OrderState.restored(
        new OrderState(
            order.orderId(),
            order.strategyId(),
            order.symbol(),
            GateValues.side(order.side()),
            order.approved(),
            order.heardOf()),
        order.filled(),
        order.reserved(),
        order.ended(),
        order.heardOf(),
        Set.of());
  }

  OutsideLedger ledger() {
    return ledger;
  }

  OutsideOverrides overrides() {
    return overrides;
  }

  OutsideRates rates() {
    return rates;
  }

  LossEvidence losses() {
    return losses;
  }

  Optional<PortfolioSpec> spec() {
    return Optional.ofNullable(spec);
  }

  /** The budget in force. */
  Optional<Limits> limits() {
    return Optional.ofNullable(limits);
  }
}
