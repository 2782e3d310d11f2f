package com.alphapulse.riskbudget.audit.redecide;

import com.alphapulse.riskbudget.audit.outside.OutsideCheck.Case;
import com.alphapulse.riskbudget.audit.outside.PartitionReplay;
import com.alphapulse.riskbudget.audit.outside.record.FittedIntent;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Gate;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.check.Checks;
import com.alphapulse.riskbudget.gate.ledger.LossWatch;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A decision taken again: the gate's checks on a state that was rebuilt from the topics.
 *
 * @param proposal what the checks read, at the quantity that was asked for
 */
public record Redecision(Decision decision, Proposal proposal) {

  /** Takes decisions again. */
  public static final class Again {
    private final GateSettings settings;
    private final Gate gate;
    private final Rebuilt rebuilt = new Rebuilt();

    /**
     * By the gate's checks.
     *
     * @param settings that the gate had
     */
    public Again(GateSettings settings) {
      this(settings, Checks.ALWAYS, Checks.UNLESS_REDUCING);
    }

    /**
     * By other checks.
     *
     * @param always checks that apply to every order
     * @param unlessReducing checks that do not apply to orders that only cut risk
     */
    public Again(GateSettings settings, List<Check> always, List<Check> unlessReducing) {
      this.settings = settings;
      this.gate = new Gate(always, unlessReducing);
    }

    /** Decides an order again. */
    public Redecision of(Case decided) {
      OrderDecision recorded = decided.answer().value();
      long asOf = recorded.getAsOf().toEpochMilli();
      PartitionReplay known = decided.known();
      TradingOverrides everywhere = rebuilt.everywhere(known.everywhere());
      if (!decided.own()) {
        OrderIntent intent = FittedIntent.of(decided.asked().value());
        return decide(
            intent,
            decided.key(),
            Proposal.World.blank(intent.getPortfolioId(), everywhere, settings, asOf));
      }
      OrderIntent intent = recorded.getIntent();
      String portfolioId = intent.getPortfolioId();
      PortfolioLedger ledger =
          rebuilt.ledger(
              known.portfolio(portfolioId),
              portfolioId,
              intent.getOrderId(),
              breach(recorded, known));
      return decide(
          intent,
          Optional.of(portfolioId),
          new Proposal.World(
              ledger,
              everywhere,
              rebuilt.marks(known, portfolioId),
              rebuilt.riskModel(known, portfolioId),
              settings,
              asOf));
    }

    private Redecision decide(OrderIntent intent, Optional<String> key, Proposal.World world) {
      Proposal proposal = new Proposal(GateValues.order(intent), key, world);
      return new Redecision(gate.decide(proposal), proposal);
    }
  }

  /** What the recorded decision says otherwise. */
  public List<String> differences(OrderDecision recorded) {
    return Differences.between(recorded, decision);
  }

  /**
   * The loss limit that a decision says is reached. The outside part holds it against the alerts.
   */
  private static Optional<LossWatch.Breach> breach(OrderDecision recorded, PartitionReplay known) {
    for (Violation violation : recorded.getViolations()) {
      if (violation.getReason().equals(RejectReason.LOSS_LIMIT.name())
          && violation.getObserved() != null
          && violation.getLimit() != null) {
        return Optional.of(
            new LossWatch.Breach(
                LossWatch.Base.PEAK, violation.getObserved(), violation.getLimit()));
      }
    }
    // An order that cuts risk tells of it by the trading state alone.
    return known.saysLossReached(recorded)
        ? Optional.of(new LossWatch.Breach(LossWatch.Base.PEAK, BigDecimal.ZERO, BigDecimal.ZERO))
        : Optional.empty();
  }
}
