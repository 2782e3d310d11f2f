package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.audit.outside.Finding.Kind;
import com.alphapulse.riskbudget.avro.HardLimits;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.avro.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Holds one decision against the state before it, by arithmetic of its own: limits of approvals,
 * and what is said of losses. {@link InputCheck} compares the inputs.
 */
final class DecisionCheck {
  /** Rounding of a volatility that was computed in another order. */
  private static final double VOLATILITY_ROUNDING = 1e-9;

  private final PartitionReplay replay;
  private final OrderDecision decision;
  private final OrderIntent intent;
  private final OutsideState state;
  private final OutsideValuation valuation;
  private final Map<String, Holding> portfolio;
  private final Map<String, Holding> strategy;
  private final Map<Kind, List<String>> findings = new EnumMap<>(Kind.class);

  DecisionCheck(PartitionReplay replay, OrderDecision decision) {
    this.replay = replay;
    this.decision = decision;
    this.intent = decision.getIntent();
    this.state = replay.portfolio(intent.getPortfolioId());
    this.valuation = new OutsideValuation(state, replay.marksOf(intent.getPortfolioId()));
    this.portfolio = state.ledger().ofPortfolio();
    this.strategy = state.ledger().ofStrategy(intent.getStrategyId());
  }

  /** What is wrong, by kind. */
  Map<Kind, List<String>> run() {
    boolean lossReached = replay.saysLossReached(decision);
    new InputCheck(replay, decision, lossReached)
        .run()
        .forEach(difference -> find(Kind.INPUTS_DIFFER, difference));
    losses(lossReached);
    if (decision.getOutcome() == Outcome.APPROVED) {
      if (decision.getApprovedQuantity().compareTo(intent.getQuantity()) > 0
          || decision.getApprovedQuantity().signum() <= 0) {
        find(
            Kind.MORE_THAN_ASKED,
            "approved %s of %s"
                .formatted(text(decision.getApprovedQuantity()), text(intent.getQuantity())));
      }
      if (decision.getReducing()) {
        reducing();
      } else {
        limits();
      }
    }
    return findings;
  }

  private void losses(boolean reached) {
    LossEvidence losses = state.losses();
    if (!reached && replay.overridden(intent) != TradingState.ACTIVE) {
      return; // The decision does not tell.
    }
    losses.hold(reached).ifPresent(wrong -> find(Kind.LOSS_LIMIT_UNPROVEN, wrong));
    Optional<RiskAlert> alert = losses.alert();
    for (Violation violation : decision.getViolations()) {
      if (violation.getReason().equals(LossEvidence.REASON)
          && alert.isPresent()
          && (isNot(violation.getObserved(), alert.get().getObserved(), Rounding::up)
              || isNot(violation.getLimit(), alert.get().getThreshold(), Rounding::down))) {
        find(
            Kind.LOSS_LIMIT_UNPROVEN,
            "loss %s over %s, and the alert says %s over %s"
                .formatted(
                    text(violation.getObserved()),
                    text(violation.getLimit()),
                    alert.get().getObserved(),
                    alert.get().getThreshold()));
      }
    }
  }

  private static boolean isNot(
      BigDecimal recorded, Double alerted, UnaryOperator<BigDecimal> rounding) {
    return recorded == null
        || alerted == null
        || recorded.compareTo(rounding.apply(BigDecimal.valueOf(alerted))) != 0;
  }

  private void limits() {
    if (state.budget().isEmpty() || state.spec().isEmpty()) {
      find(Kind.NO_LIMIT_KNOWN, "no budget");
      return;
    }
    OutsideBudget budget = state.budget().get();
    HardLimits hard = state.spec().get().hard();
    Map<String, Holding> portfolioAfter = after(portfolio);
    within(
        Kind.POSITION_LIMIT,
        portfolio,
        Optional.of(portfolioAfter.get(intent.getSymbol()).worst()),
        Optional.ofNullable(budget.positions().get(intent.getSymbol()))
            .map(
                limit ->
                    lowest(
                        limit,
                        List.of(
                            Optional.ofNullable(hard.getPositionLimits().get(intent.getSymbol())),
                            positionCap(replay.everywhere()),
                            positionCap(state.overrides())))));
    within(
        Kind.STRATEGY_BUDGET,
        strategy,
        valuation.gross(after(strategy)),
        Optional.ofNullable(budget.exposures().get(intent.getStrategyId())));
    BigDecimal leverage =
        lowest(
            budget.leverage(),
            List.of(
                OutsideDefinition.limit(hard.getMaxLeverage()),
                replay.everywhere().leverageCap(),
                state.overrides().leverageCap()));
    within(
        Kind.PORTFOLIO_LEVERAGE,
        portfolio,
        valuation.gross(portfolioAfter),
        valuation.equity().map(leverage::multiply));
    budget.volatility().ifPresent(this::volatility);
  }

  private Optional<BigDecimal> positionCap(OutsideOverrides overrides) {
    return overrides.positionCap(intent.getStrategyId(), intent.getSymbol());
  }

  private static BigDecimal lowest(BigDecimal limit, List<Optional<BigDecimal>> others) {
    return others.stream()
        .flatMap(Optional::stream)
        .reduce(limit, (a, b) -> a.compareTo(b) <= 0 ? a : b);
  }

  /** An order that does not raise the volatility is within every limit. */
  private void volatility(double limit) {
    OptionalDouble after = volatilityWith(decision.getApprovedQuantity());
    OptionalDouble before = volatilityWith(BigDecimal.ZERO);
    if (after.isEmpty() || before.isEmpty()) {
      find(Kind.NO_LIMIT_KNOWN, "the volatility cannot be computed, and has a limit");
    } else if (after.getAsDouble() > Math.max(limit, before.getAsDouble()) + VOLATILITY_ROUNDING) {
      find(Kind.VOLATILITY_LIMIT, "%s is above %s".formatted(after.getAsDouble(), limit));
    }
  }

  private OptionalDouble volatilityWith(BigDecimal quantity) {
    return valuation.volatility(
        replay.riskOf(intent.getPortfolioId()), intent.getSymbol(), intent.getSide(), quantity);
  }

  /** An order that cuts risk leaves the worst case as it is or lower, on either side of zero. */
  private void reducing() {
    Holding before = portfolio.getOrDefault(intent.getSymbol(), Holding.NONE);
    Holding after = after(portfolio).get(intent.getSymbol());
    if (after.worst().compareTo(before.worst()) > 0) {
      find(
          Kind.NOT_REDUCING,
          "worst-case position %s after %s".formatted(text(after.worst()), text(before.worst())));
    }
    BigDecimal filled = after.ifAllFills(intent.getSide());
    if (before.position().signum() * filled.signum() < 0 || before.position().signum() == 0) {
      find(
          Kind.NOT_REDUCING,
          "position %s can become %s".formatted(text(before.position()), text(filled)));
    }
  }

  private Map<String, Holding> after(Map<String, Holding> before) {
    Map<String, Holding> after = new TreeMap<>(before);
    after.merge(
        intent.getSymbol(),
        Holding.NONE.plusPending(intent.getSide(), decision.getApprovedQuantity()),
        Holding::plus);
    return after;
  }

  /** A limit that was cut below what is held is not broken by an order that only cuts that. */
  private void within(
      Kind kind,
      Map<String, Holding> before,
      Optional<BigDecimal> observed,
      Optional<BigDecimal> limit) {
    if (observed.isEmpty() || limit.isEmpty()) {
      find(
          Kind.NO_LIMIT_KNOWN,
          "%s: observed %s, limit %s"
              .formatted(kind, text(observed.orElse(null)), text(limit.orElse(null))));
    } else if (observed.get().compareTo(limit.get()) > 0
        && !before
            .getOrDefault(intent.getSymbol(), Holding.NONE)
            .isCutBy(intent.getSide(), decision.getApprovedQuantity())) {
      find(kind, "%s is above %s".formatted(text(observed.get()), text(limit.get())));
    }
  }

  private static String text(BigDecimal value) {
    return value == null ? "unknown" : Texts.plain(value);
  }

  private void find(Kind kind, String detail) {
    findings.computeIfAbsent(kind, k -> new ArrayList<>()).add(detail);
  }
}
