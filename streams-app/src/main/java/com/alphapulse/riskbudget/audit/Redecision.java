package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Gate;
import com.alphapulse.riskbudget.gate.LossWatch;
import com.alphapulse.riskbudget.gate.Marks;
import com.alphapulse.riskbudget.gate.Overrides;
import com.alphapulse.riskbudget.gate.PortfolioLedger;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.RiskModel;
import com.alphapulse.riskbudget.gate.check.Checks;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A decision taken again: the gate's checks on a state that was rebuilt from the topics.
 *
 * @param proposal what the checks read, at the quantity that was asked for
 */
public record Redecision(Decision decision, Proposal proposal) {

  /** Decides an order of the portfolio's own partition again. */
  static Redecision own(OrderDecision recorded, PartitionReplay replay, GateSettings settings) {
    OrderIntent intent = recorded.getIntent();
    String portfolioId = intent.getPortfolioId();
    PortfolioLedger ledger =
        replay
            .portfolio(portfolioId)
            .forTheGate(portfolioId, intent.getOrderId(), breach(recorded, replay));
    return decide(
        intent,
        Optional.of(portfolioId),
        ledger,
        replay.everywhere().forTheGate(),
        replay.marksOf(portfolioId),
        replay.riskModelOf(portfolioId),
        settings);
  }

  /**
   * Decides an intent again of which the gate could remember nothing, so that no state matters but
   * the overrides of all portfolios.
   *
   * @param key of its record; empty where it has none or stands in the wrong partition
   */
  static Redecision stray(
      OrderIntent intent, Optional<String> key, PartitionReplay replay, GateSettings settings) {
    return decide(
        intent,
        key,
        new PortfolioLedger(intent.getPortfolioId()),
        replay.everywhere().forTheGate(),
        Marks.none(""),
        RiskModel.none(""),
        settings);
  }

  private static Redecision decide(
      OrderIntent intent,
      Optional<String> key,
      PortfolioLedger ledger,
      Overrides everywhere,
      Marks marks,
      RiskModel riskModel,
      GateSettings settings) {
    var order = GateValues.order(intent);
    Decision decision =
        new Gate(Checks.ALWAYS, Checks.UNLESS_REDUCING, settings)
            .decide(order, key, ledger, everywhere, marks, riskModel);
    return new Redecision(
        decision,
        new Proposal(order, key, ledger, everywhere, marks, riskModel, settings, decision.asOf()));
  }

  /**
   * The loss limit that a decision says is reached; {@link LossEvidence} holds it against the
   * alerts. An order that cuts risk tells of it by the trading state alone.
   */
  static Optional<LossWatch.Breach> breach(OrderDecision recorded, PartitionReplay replay) {
    for (Violation violation : recorded.getViolations()) {
      if (violation.getReason().equals(RejectReason.LOSS_LIMIT.name())
          && violation.getObserved() != null
          && violation.getLimit() != null) {
        return Optional.of(
            new LossWatch.Breach(
                LossWatch.Base.PEAK, violation.getObserved(), violation.getLimit()));
      }
    }
    boolean unexplained =
        recorded.getInputs().getTradingState()
                == com.alphapulse.riskbudget.avro.TradingState.REDUCE_ONLY
            && overridden(recorded.getIntent(), replay) == TradingState.ACTIVE;
    return unexplained
        ? Optional.of(new LossWatch.Breach(LossWatch.Base.PEAK, BigDecimal.ZERO, BigDecimal.ZERO))
        : Optional.empty();
  }

  /** Trading state that overrides alone lead to. */
  static TradingState overridden(OrderIntent intent, PartitionReplay replay) {
    TradingState everyones = replay.everywhere().state(intent.getStrategyId(), intent.getSymbol());
    TradingState own =
        replay
            .portfolio(intent.getPortfolioId())
            .overrides()
            .state(intent.getStrategyId(), intent.getSymbol());
    return everyones.compareTo(own) > 0 ? everyones : own;
  }
}
