package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Lots;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.VolatilityCurve;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The volatility of the portfolio once the order has filled, against the budget's limit. An order
 * that does not raise it passes, also where the limit was cut below it.
 */
public final class ExAnteVolatility implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<Limit<BigDecimal>> limit = proposal.limits().volatility();
    if (limit.isEmpty() || isWithoutModel(proposal, findings)) {
      return;
    }
    Optional<VolatilityCurve> curve = proposal.volatilityCurve();
    if (curve.isEmpty()) {
      return; // MarksFresh, HeldInBaseCurrency or EquityAboveZero reports it.
    }
    if (proposal.volatility().isEmpty()) {
      block(findings, "the volatility with this order is beyond what can be computed");
    } else if (!isWithin(curve.get(), limit.get(), proposal.quantity())) {
      findings.limit(
          RejectReason.VOLATILITY_LIMIT,
          Scope.PORTFOLIO,
          volatility(proposal),
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
      block(findings, problem.get());
      return true;
    }
    Optional<String> symbol = symbolWithoutRisk(proposal);
    if (symbol.isPresent()) {
      findings.block(
          RejectReason.NO_RISK_MODEL,
          Scope.SYMBOL,
          symbol.get(),
          Rule.BUDGET,
          "the market's state has no volatility of " + symbol.get());
      return true;
    }
    long age = age(proposal);
    long oldest = oldest(proposal);
    if (age > oldest) {
      findings.block(
          RejectReason.NO_RISK_MODEL,
          Scope.PORTFOLIO,
          modelAge(proposal),
          "the market's state is %d ms old; at most %d ms are allowed".formatted(age, oldest));
      return true;
    }
    return false;
  }

  private static void block(Findings findings, String message) {
    findings.block(RejectReason.NO_RISK_MODEL, Scope.PORTFOLIO, Rule.BUDGET, message);
  }

  /** A symbol, the order's or one that is held or pends, that the risk model does not know. */
  private static Optional<String> symbolWithoutRisk(Proposal proposal) {
    return proposal.riskModel().indexOf(proposal.order().symbol()) < 0
        ? Optional.of(proposal.order().symbol())
        : proposal
            .ledger()
            .positions()
            .riskVector(proposal.riskModel(), proposal.marks())
            .unknownSymbol();
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(
        volatility(proposal),
        proposal
            .riskModel()
            .problem()
            .or(() -> symbolWithoutRisk(proposal).map(symbol -> "no volatility of " + symbol))
            .map(Figure::fact)
            .orElseGet(() -> modelAge(proposal)));
  }

  private static Figure volatility(Proposal proposal) {
    OptionalDouble with = proposal.volatility();
    return new Figure(
        "",
        with.isPresent() ? Optional.of(BigDecimal.valueOf(with.getAsDouble())) : Optional.empty(),
        Figure.Relation.AT_MOST,
        proposal.limits().volatility(),
        Figure.Unit.FRACTION);
  }

  private static Figure modelAge(Proposal proposal) {
    return Figure.age("state " + proposal.riskModel().sequence(), age(proposal), oldest(proposal));
  }

  private static long age(Proposal proposal) {
    return proposal.age(proposal.riskModel().asOf());
  }

  private static long oldest(Proposal proposal) {
    return proposal.settings().maxRiskModelAge().toMillis();
  }
}
