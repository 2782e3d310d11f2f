package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Lots;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.VolatilityCurve;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The volatility of the portfolio once the order has filled, against the budget's limit. An order
 * that does not raise it passes, also where the limit was cut below it.
 */
public final class ExAnteVolatility implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<Limit<BigDecimal>> limit = proposal.volatilityLimit();
    if (limit.isEmpty() || isWithoutModel(proposal, findings)) {
      return;
    }
    Optional<VolatilityCurve> curve = proposal.volatilityCurve();
    if (curve.isEmpty()) {
      return; // MarksFresh or EquityAboveZero reports it.
    }
    double observed = curve.get().at(proposal.quantity().doubleValue());
    if (!Double.isFinite(observed)) {
      block(proposal, findings, "the volatility with this order is beyond what can be computed");
    } else if (!isWithin(curve.get(), limit.get(), proposal.quantity())) {
      findings.limit(
          RejectReason.VOLATILITY_LIMIT,
          Scope.PORTFOLIO,
          proposal.order().portfolioId(),
          BigDecimal.valueOf(observed),
          limit.get(),
          largest(curve.get(), limit.get(), proposal));
    }
  }

  /** The root is right up to rounding, which may cost or add one lot: those around it are tried. */
  private static BigDecimal largest(
      VolatilityCurve curve, Limit<BigDecimal> limit, Proposal proposal) {
    double root = curve.largestWithin(limit.value().doubleValue());
    if (!Double.isFinite(root)) {
      return BigDecimal.ZERO;
    }
    BigDecimal lot = Lots.size(proposal);
    BigDecimal lots = Lots.down(BigDecimal.valueOf(root), proposal);
    if (isWithin(curve, limit, lots.add(lot))) {
      return lots.add(lot);
    }
    return isWithin(curve, limit, lots) ? lots : lots.subtract(lot).max(BigDecimal.ZERO);
  }

  private static boolean isWithin(
      VolatilityCurve curve, Limit<BigDecimal> limit, BigDecimal quantity) {
    return curve.isWithin(limit.value().doubleValue(), quantity.doubleValue());
  }

  private static boolean isWithoutModel(Proposal proposal, Findings findings) {
    Optional<String> problem = proposal.riskModel().problem();
    if (problem.isPresent()) {
      block(proposal, findings, problem.get());
      return true;
    }
    Optional<String> symbol = proposal.symbolWithoutRisk();
    if (symbol.isPresent()) {
      findings.block(
          RejectReason.NO_RISK_MODEL,
          Scope.SYMBOL,
          symbol.get(),
          Rule.BUDGET,
          "the market's state has no volatility of " + symbol.get());
      return true;
    }
    long age = proposal.age(proposal.riskModel().asOf());
    long oldest = proposal.settings().maxRiskModelAge().toMillis();
    if (age > oldest) {
      findings.block(
          RejectReason.NO_RISK_MODEL,
          Scope.PORTFOLIO,
          proposal.order().portfolioId(),
          Rule.CONFIGURATION,
          "the market's state is %d ms old; at most %d ms are allowed".formatted(age, oldest),
          Optional.of(BigDecimal.valueOf(age)),
          Optional.of(BigDecimal.valueOf(oldest)));
      return true;
    }
    return false;
  }

  private static void block(Proposal proposal, Findings findings, String message) {
    findings.block(
        RejectReason.NO_RISK_MODEL,
        Scope.PORTFOLIO,
        proposal.order().portfolioId(),
        Rule.BUDGET,
        message);
  }
}
