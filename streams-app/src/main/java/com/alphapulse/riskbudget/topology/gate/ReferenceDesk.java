package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.budget.allocation.PortfolioCheck;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.gate.MarketClock;
import com.alphapulse.riskbudget.gate.ledger.LossWatch;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.topology.account.AccountEntry;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.door.Refusal;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.kafka.common.header.Header;

/** Takes in what orders are held against: definitions, budgets, marks and risk models. */
final class ReferenceDesk {
  private static final String TOO_MANY_MARKETS =
      "no portfolio trades the market, and %d are known already".formatted(Bounds.MARKETS);

  private final GateSettings settings;
  private final GateState state;
  private final GateOutput output;
  private final ExecutionDesk executions;
  private final TradingStateReport tradingStates;
  private Set<String> budgetsOfNobody = Set.of();

  ReferenceDesk(
      GateSettings settings,
      GateState state,
      GateOutput output,
      ExecutionDesk executions,
      TradingStateReport tradingStates) {
    this.executions = executions;
    this.tradingStates = tradingStates;
    this.settings = settings;
    this.state = state;
    this.output = output;
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
    save(LedgerEntries.key(Kind.MARKS, marks.market()), state.marksCodec.encode(record));
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
      if (spec.filter(ReferenceDesk::isWatched).isPresent()) {
        watchLosses(ledger, before, marks);
      }
    }
  }

  private void watchLosses(PortfolioLedger ledger, Marks before, Marks marks) {
    Optional<BigDecimal> equity = ledger.equity(marks);
    LossWatch watch = ledger.lossWatch();
    boolean reachedBefore = watch.breach().isPresent();
    if (equity.isPresent()
        && watch.observe(
            () -> ledger.equity(before),
            equity.get(),
            marks.asOf(),
            ledger.spec().orElseThrow().hardLimits(),
            settings.lossMarks())) {
      saveAccount(ledger);
    }
    if (watch.breach().isPresent() && !reachedBefore) {
      tradingStates.changed(ledger);
      LossWatch.Breach breach = watch.breach().get();
      output.alerts(
          ledger.portfolioId(),
          List.of(
              new Alert(
                  AlertType.LOSS_LIMIT_REACHED,
                  Severity.CRITICAL,
                  Optional.of(ledger.portfolioId()),
                  "Portfolio %s has lost %s since %s; only orders that cut risk are accepted until RESUME."
                      .formatted(
                          ledger.portfolioId(),
                          breach.loss().toPlainString(),
                          breach.base() == LossWatch.Base.PEAK ? "its peak" : "the day's start"),
                  OptionalDouble.of(breach.loss().doubleValue()),
                  OptionalDouble.of(breach.limit().doubleValue()),
                  marks.asOf())));
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
    save(LedgerEntries.key(Kind.RISK_MODEL, model.market()), state.stateCodec.encode(record));
  }

  void apply(BudgetUpdate record, GateProcessor.Routed from) {
    String portfolioId = record.getPortfolioId();
    Optional<Limits> limits = GateWire.limits(record, state.names);
    if (!from.isFor(portfolioId) || limits.isEmpty()) {
      alert(
          portfolioId,
          AlertType.BUDGET_FAILED,
          "version %d".formatted(record.getVersion()),
          "Budget version %d of portfolio %s is not usable by the gate (wrong key or partition, or a limit that is not finite or below 0); the last one stays in force."
              .formatted(record.getVersion(), portfolioId),
          record.getAsOf().toEpochMilli());
      return;
    }
    Optional<String> market =
        state.definedLedger(portfolioId).flatMap(PortfolioLedger::spec).map(PortfolioSpec::market);
    if (market.isPresent() && !market.get().equals(record.getMarket())) {
      alert(
          portfolioId,
          AlertType.BUDGET_FAILED,
          "version %d".formatted(record.getVersion()),
          "Budget version %d of portfolio %s is of market %s, which the portfolio does not trade; it was refused."
              .formatted(record.getVersion(), portfolioId, record.getMarket()),
          record.getAsOf().toEpochMilli());
      return;
    }
    if (!state.mayKeepFor(portfolioId)) {
      alert(
          portfolioId,
          AlertType.BUDGET_FAILED,
          "version %d".formatted(record.getVersion()),
          "Budget version %d of portfolio %s was refused: the portfolio is not defined, and %d others wait for their definitions already."
              .formatted(record.getVersion(), portfolioId, Bounds.UNDEFINED_PORTFOLIOS),
          record.getAsOf().toEpochMilli());
      return;
    }
    if (state.ledger(portfolioId).apply(limits.get())) {
      save(LedgerEntries.key(Kind.BUDGET, portfolioId), state.budgetCodec.encode(record));
      measureResponse(from.headers().lastHeader(Names.REGIME_LEARNT_AT));
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
        save(LedgerEntries.key(Kind.BUDGET, ledger.portfolioId()), null);
      }
    }
    budgetsOfNobody = without;
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
      alert(
          spec.portfolioId(),
          AlertType.BAD_PORTFOLIO,
          spec.portfolioId(),
          "Definition of portfolio %s was not applied by the gate: %s."
              .formatted(spec.portfolioId(), String.join("; ", problems)),
          record.getUpdatedAt().toEpochMilli());
      return;
    }
    PortfolioLedger ledger = state.ledger(spec.portfolioId());
    boolean watchedBefore = ledger.spec().filter(ReferenceDesk::isWatched).isPresent();
    boolean otherMarket =
        state
            .budgetOf(spec.portfolioId())
            .filter(b -> !b.getMarket().equals(spec.market()))
            .isPresent();
    ledger.define(spec);
    if (otherMarket) {
      // Its limits were worked out for what it traded before.
      ledger.dropLimits();
      save(LedgerEntries.key(Kind.BUDGET, spec.portfolioId()), null);
    }
    if (isWatched(spec) && !watchedBefore) {
      Marks marks = state.marksOf(ledger);
      ledger.lossWatch().begin(ledger.equity(marks), marks.asOf());
    }
    save(
        LedgerEntries.key(Kind.PORTFOLIO, spec.portfolioId()), state.portfolioCodec.encode(record));
    saveAccount(ledger);
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
          saveAccount(closing);
          tradingStates.changed(closing);
          alert(
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

  private static boolean isWatched(PortfolioSpec spec) {
    return spec.hardLimits().maxDailyLoss().isPresent()
        || spec.hardLimits().maxDrawdown().isPresent();
  }

  private void save(org.apache.kafka.common.utils.Bytes key, byte[] value) {
    state.keep(key, value);
    output.put(key, value);
  }

  private void saveAccount(PortfolioLedger ledger) {
    output.put(LedgerEntries.key(Kind.ACCOUNT, ledger.portfolioId()), AccountEntry.write(ledger));
  }

  private void alert(
      String portfolioId, AlertType type, String scopeId, String message, long asOf) {
    output.alerts(portfolioId, List.of(Alert.of(type, Severity.WARNING, scopeId, message, asOf)));
  }
}
