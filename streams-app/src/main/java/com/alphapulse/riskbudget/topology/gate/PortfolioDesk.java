package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.budget.allocation.PortfolioCheck;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.kafka.common.header.Header;

/** Takes in what a portfolio may do: its definition, and the budgets that are made for it. */
final class PortfolioDesk {
  private final GateState state;
  private final GateOutput output;
  private final ExecutionDesk executions;
  private final TradingStateReport tradingStates;
  private Set<String> budgetsOfNobody = Set.of();

  PortfolioDesk(
      GateState state,
      GateOutput output,
      ExecutionDesk executions,
      TradingStateReport tradingStates) {
    this.state = state;
    this.output = output;
    this.executions = executions;
    this.tradingStates = tradingStates;
  }

  void apply(Portfolio record, GateProcessor.Routed from) {
    PortfolioSpec spec = ReferenceWire.portfolio(record, state.names::learn);
    List<String> problems = new ArrayList<>(PortfolioCheck.problems(spec.portfolioId(), spec));
    if (!from.isFor(spec.portfolioId()) || !Identifiers.isUsable(spec.portfolioId())) {
      problems.add("its key must be its id, partitioned by Kafka's default hash (murmur2)");
    }
    if (!fits(spec)) {
      problems.add("a number does not fit the schema, or a limit is below 0 or not finite");
    }
    if (!problems.isEmpty()) {
      output.warn(
          spec.portfolioId(),
          AlertType.BAD_PORTFOLIO,
          spec.portfolioId(),
          "Definition of portfolio %s was not applied by the gate: %s."
              .formatted(spec.portfolioId(), String.join("; ", problems)),
          record.getUpdatedAt().toEpochMilli());
      return;
    }
    PortfolioLedger ledger = state.ledger(spec.portfolioId());
    boolean watchedBefore = ledger.spec().filter(LossDesk::isWatched).isPresent();
    boolean otherMarket =
        state
            .budgetOf(spec.portfolioId())
            .filter(b -> !b.getMarket().equals(spec.market()))
            .isPresent();
    ledger.define(spec);
    if (otherMarket) {
      // Its limits were worked out for what it traded before.
      ledger.dropLimits();
      output.save(LedgerEntries.key(Kind.BUDGET, spec.portfolioId()), null);
    }
    if (LossDesk.isWatched(spec) && !watchedBefore) {
      Marks marks = state.marksOf(ledger);
      ledger.lossWatch().begin(ledger.equity(marks), marks.asOf());
    }
    output.save(
        LedgerEntries.key(Kind.PORTFOLIO, spec.portfolioId()), state.portfolioCodec.encode(record));
    output.saveAccount(ledger);
    tradingStates.changed(ledger);
    executions.applyHeld(ledger);
  }

  /**
   * Closes a portfolio whose definition is withdrawn.
   *
   * @return false where there is none to close
   */
  boolean close(GateProcessor.Routed from) {
    Optional<PortfolioLedger> ledger =
        from.rightPartition() ? state.definedLedger(from.key()) : Optional.empty();
    ledger.ifPresent(
        closing -> {
          closing.close();
          output.saveAccount(closing);
          tradingStates.changed(closing);
          output.warn(
              closing.portfolioId(),
              AlertType.PORTFOLIO_CLOSED,
              closing.portfolioId(),
              "The definition of portfolio %s was withdrawn: only orders that cut risk are accepted until a new one comes."
                  .formatted(closing.portfolioId()),
              state.clockOf(closing).now(output.wallClock()));
        });
    return ledger.isPresent();
  }

  private static boolean fits(PortfolioSpec spec) {
    return Decimals.fits(spec.cash())
        && spec.hardLimits().maxOrderNotional().map(Decimals::fits).orElse(true)
        && spec.hardLimits().maxOrderQuantity().map(Decimals::fits).orElse(true)
        && spec.hardLimits().positionLimits().values().stream().allMatch(Decimals::fits)
        && isLimit(spec.hardLimits().maxOrderRate())
        && isLimit(spec.hardLimits().maxPriceDeviation())
        && spec.strategies().stream().allMatch(s -> isLimit(s.maxOrderRate()));
  }

  private static boolean isLimit(OptionalDouble value) {
    return value.isEmpty() || (value.getAsDouble() >= 0 && Double.isFinite(value.getAsDouble()));
  }

  void apply(BudgetUpdate record, GateProcessor.Routed from) {
    String portfolioId = record.getPortfolioId();
    Optional<Limits> limits = GateWire.limits(record, state.names);
    Optional<String> problem =
        from.isFor(portfolioId) && limits.isPresent()
            ? problem(record)
            : Optional.of(
                "is not usable by the gate (wrong key or partition, or a limit that is not finite or below 0); the last one stays in force");
    if (problem.isPresent()) {
      output.warn(
          portfolioId,
          AlertType.BUDGET_FAILED,
          "version %d".formatted(record.getVersion()),
          "Budget version %d of portfolio %s %s."
              .formatted(record.getVersion(), portfolioId, problem.get()),
          record.getAsOf().toEpochMilli());
    } else if (state.ledger(portfolioId).apply(limits.get())) {
      output.save(LedgerEntries.key(Kind.BUDGET, portfolioId), state.budgetCodec.encode(record));
      measureResponse(from.headers().lastHeader(Names.REGIME_LEARNT_AT));
    }
  }

  /** Why a budget whose numbers make sense may not be kept. */
  private Optional<String> problem(BudgetUpdate record) {
    String portfolioId = record.getPortfolioId();
    Optional<String> market =
        state.definedLedger(portfolioId).flatMap(PortfolioLedger::spec).map(PortfolioSpec::market);
    if (market.isPresent() && !market.get().equals(record.getMarket())) {
      return Optional.of(
          "is of market %s, which the portfolio does not trade; it was refused"
              .formatted(record.getMarket()));
    }
    return state.mayKeepFor(portfolioId)
        ? Optional.empty()
        : Optional.of(
            "was refused: the portfolio is not defined, and %d others wait for their definitions already"
                .formatted(Bounds.UNDEFINED_PORTFOLIOS));
  }

  /** Only a measurement: a header that anybody else wrote and that is no time must stop nothing. */
  private void measureResponse(Header learnt) {
    if (learnt == null || learnt.value() == null) {
      return;
    }
    String millis = new String(learnt.value(), StandardCharsets.UTF_8);
    if (millis.matches("[0-9]{1,15}")) {
      long response = Math.max(0, output.wallClock() - Long.parseLong(millis));
      output.regimeResponse(Duration.ofMillis(response));
    }
  }

  /**
   * Forgets the budgets of portfolios that were not defined at the call before either: a definition
   * makes a new budget. To be called so seldom that a definition comes in between.
   */
  void forgetBudgetsOfNobody() {
    Set<String> without = new HashSet<>();
    for (PortfolioLedger ledger : state.undefinedLedgers()) {
      if (ledger.limits().isPresent() && !budgetsOfNobody.contains(ledger.portfolioId())) {
        without.add(ledger.portfolioId());
      } else if (ledger.limits().isPresent()) {
        ledger.dropLimits();
        output.save(LedgerEntries.key(Kind.BUDGET, ledger.portfolioId()), null);
      }
    }
    budgetsOfNobody = without;
  }
}
