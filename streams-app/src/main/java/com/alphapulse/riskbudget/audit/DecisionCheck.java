package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.audit.Finding.Kind;
import com.alphapulse.riskbudget.audit.OutsideLedger.Holding;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.StrategyBudget;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Holds one decision against the state before it. */
final class DecisionCheck {
  /** Relative difference of sums of money that rounding to eight places may leave. */
  private static final BigDecimal ROUNDING = new BigDecimal("1e-9");

  private final PartitionReplay replay;
  private final OrderDecision decision;
  private final OrderIntent intent;
  private final OutsideLedger ledger;
  private final Map<String, Holding> portfolio;
  private final Map<String, Holding> strategy;
  private final Map<Kind, List<String>> findings = new EnumMap<>(Kind.class);

  DecisionCheck(PartitionReplay replay, OrderDecision decision) {
    this.replay = replay;
    this.decision = decision;
    this.intent = decision.getIntent();
    this.ledger = replay.ledger(intent.getPortfolioId());
    this.portfolio = ledger.ofPortfolio();
    this.strategy = ledger.ofStrategy(intent.getStrategyId());
  }

  /** What is wrong, by kind. */
  Map<Kind, List<String>> run() {
    inputs();
    if (decision.getOutcome() == Outcome.APPROVED) {
      if (decision.getApprovedQuantity().compareTo(intent.getQuantity()) > 0
          || decision.getApprovedQuantity().signum() <= 0) {
        find(
            Kind.MORE_THAN_ASKED,
            "approved %s of %s".formatted(decision.getApprovedQuantity(), intent.getQuantity()));
      }
      if (decision.getReducing()) {
        reducing();
      } else {
        limits();
      }
    }
    return findings;
  }

  private void inputs() {
    DecisionInputs inputs = decision.getInputs();
    Holding all = portfolio.getOrDefault(intent.getSymbol(), Holding.NONE);
    Holding own = ledger.holding(intent.getStrategyId(), intent.getSymbol());
    same("position", inputs.getPosition(), all.position());
    same("pending buys", inputs.getPendingBuys(), all.buys());
    same("pending sells", inputs.getPendingSells(), all.sells());
    same("strategy position", inputs.getStrategyPosition(), own.position());
    same("strategy pending buys", inputs.getStrategyPendingBuys(), own.buys());
    same("strategy pending sells", inputs.getStrategyPendingSells(), own.sells());
    near("gross exposure", inputs.getGrossExposure(), replay.gross(portfolio));
    near("strategy exposure", inputs.getStrategyExposure(), replay.gross(strategy));
    near("equity", inputs.getEquity(), replay.equity(intent.getPortfolioId()));
    Long version = replay.budget(intent.getPortfolioId()).map(b -> b.getVersion()).orElse(null);
    if (inputs.getBudgetVersion() != null && !inputs.getBudgetVersion().equals(version)) {
      find(
          Kind.INPUTS_DIFFER,
          "budget version: recorded %s, rebuilt %s".formatted(inputs.getBudgetVersion(), version));
    }
  }

  private void limits() {
    Optional<BudgetUpdate> known = replay.budget(intent.getPortfolioId());
    if (known.isEmpty()) {
      find(Kind.NO_LIMIT_KNOWN, "no budget");
      return;
    }
    BudgetUpdate budget = known.get();
    Map<String, Holding> portfolioAfter = after(portfolio);
    Optional<BigDecimal> position =
        budget.getSymbols().stream()
            .filter(s -> s.getSymbol().equals(intent.getSymbol()))
            .map(SymbolBudget::getPositionLimit)
            .findFirst();
    within(
        Kind.POSITION_LIMIT,
        portfolio,
        Optional.of(portfolioAfter.get(intent.getSymbol()).worst()),
        position);
    Optional<BigDecimal> exposure =
        budget.getStrategies().stream()
            .filter(s -> s.getStrategyId().equals(intent.getStrategyId()))
            .map(StrategyBudget::getExposureLimit)
            .findFirst();
    within(
        Kind.STRATEGY_BUDGET,
        strategy,
        replay.gross(after(strategy)),
        exposure.map(this::loosened));
    double leverage = budget.getLeverageLimit();
    Optional<BigDecimal> grossLimit =
        replay
            .equity(intent.getPortfolioId())
            .filter(equity -> Double.isFinite(leverage))
            .map(equity -> equity.multiply(BigDecimal.valueOf(leverage)));
    within(
        Kind.PORTFOLIO_LEVERAGE,
        portfolio,
        replay.gross(portfolioAfter),
        grossLimit.map(this::loosened));
  }

  /** An order that cuts risk leaves the worst case as it is or lower, on either side of zero. */
  private void reducing() {
    Holding before = portfolio.getOrDefault(intent.getSymbol(), Holding.NONE);
    Holding after = after(portfolio).get(intent.getSymbol());
    if (after.worst().compareTo(before.worst()) > 0) {
      find(
          Kind.NOT_REDUCING,
          "worst-case position %s after %s".formatted(after.worst(), before.worst()));
    }
    BigDecimal filled =
        switch (intent.getSide()) {
          case BUY -> after.position().add(after.buys());
          case SELL -> after.position().subtract(after.sells());
        };
    if (before.position().signum() * filled.signum() < 0 || before.position().signum() == 0) {
      find(Kind.NOT_REDUCING, "position %s can become %s".formatted(before.position(), filled));
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
          "%s: observed %s, limit %s".formatted(kind, text(observed), text(limit)));
    } else if (observed.get().compareTo(limit.get()) > 0
        && !before
            .getOrDefault(intent.getSymbol(), Holding.NONE)
            .isCutBy(intent.getSide(), decision.getApprovedQuantity())) {
      find(kind, "%s is above %s".formatted(text(observed), text(limit)));
    }
  }

  private static String text(Optional<BigDecimal> value) {
    return value.map(BigDecimal::toPlainString).orElse("unknown");
  }

  private BigDecimal loosened(BigDecimal limit) {
    return limit.add(limit.abs().multiply(ROUNDING));
  }

  private void same(String what, BigDecimal recorded, BigDecimal rebuilt) {
    if (recorded.compareTo(rebuilt) != 0) {
      find(
          Kind.INPUTS_DIFFER,
          "%s: recorded %s, rebuilt %s"
              .formatted(what, recorded.toPlainString(), rebuilt.toPlainString()));
    }
  }

  /** Compares sums of money; one that was not recorded is not compared. */
  private void near(String what, BigDecimal recorded, Optional<BigDecimal> rebuilt) {
    if (recorded == null) {
      return;
    }
    if (rebuilt.isEmpty()
        || recorded
                .subtract(rebuilt.get())
                .abs()
                .compareTo(recorded.abs().max(BigDecimal.ONE).multiply(ROUNDING))
            > 0) {
      find(
          Kind.INPUTS_DIFFER,
          "%s: recorded %s, rebuilt %s".formatted(what, recorded.toPlainString(), text(rebuilt)));
    }
  }

  private void find(Kind kind, String detail) {
    findings.computeIfAbsent(kind, k -> new ArrayList<>()).add(detail);
  }
}
