package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.budget.OverrideCheck;
import com.alphapulse.riskbudget.budget.PortfolioCheck;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.OverrideAction;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.RiskOverrideSpec;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.gate.Executions;
import com.alphapulse.riskbudget.gate.Identifiers;
import com.alphapulse.riskbudget.gate.Limits;
import com.alphapulse.riskbudget.gate.Marks;
import com.alphapulse.riskbudget.gate.OrderState;
import com.alphapulse.riskbudget.gate.Overrides;
import com.alphapulse.riskbudget.gate.PortfolioLedger;
import com.alphapulse.riskbudget.gate.RiskModel;
import com.alphapulse.riskbudget.topology.LedgerEntries.Kind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;

/** Takes in what orders are held against: definitions, budgets, marks and overrides. */
final class ReferenceDesk {
  private final GateState state;
  private final GateOutput output;

  ReferenceDesk(GateState state, GateOutput output) {
    this.state = state;
    this.output = output;
  }

  void apply(MarketMarks record) {
    Marks marks = GateWire.marks(record);
    Marks before = state.marks(marks.market());
    if (marks.sequence() <= before.sequence()) {
      return; // An older record, or one that was sent twice: the later prices stay.
    }
    state.marks(marks);
    save(LedgerEntries.key(Kind.MARKS, marks.market()), state.marksCodec.encode(record));
    for (GateState.Book book : state.books()) {
      if (watchesLosses(book.ledger, marks.market())) {
        Optional<BigDecimal> equityBefore = book.ledger.equity(before);
        boolean changed =
            book.ledger
                .equity(marks)
                .map(equity -> book.ledger.lossWatch().observe(equityBefore, equity, marks.asOf()))
                .orElse(false);
        if (changed) {
          saveAccount(book.ledger);
        }
      }
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
    state.riskModel(model);
    save(LedgerEntries.key(Kind.RISK_MODEL, model.market()), state.stateCodec.encode(record));
  }

  void apply(BudgetUpdate record, GateProcessor.Routed from) {
    String portfolioId = record.getPortfolioId();
    Optional<Limits> limits = GateWire.limits(record);
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
    if (state.book(portfolioId).ledger.apply(limits.get())) {
      save(LedgerEntries.key(Kind.BUDGET, portfolioId), state.budgetCodec.encode(record));
      measureResponse(from.headers().lastHeader(Names.REGIME_LEARNT_AT));
    }
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
    PortfolioSpec spec = ReferenceWire.portfolio(record);
    List<String> problems = new ArrayList<>(PortfolioCheck.problems(spec.portfolioId(), spec));
    if (!from.isFor(spec.portfolioId()) || !Identifiers.isUsable(spec.portfolioId())) {
      problems.add("its key must be its id, partitioned by Kafka's default hash (murmur2)");
    }
    if (!fits(spec)) {
      problems.add("a number does not fit the schema");
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
    PortfolioLedger ledger = state.book(spec.portfolioId()).ledger;
    ledger.define(spec);
    save(
        LedgerEntries.key(Kind.PORTFOLIO, spec.portfolioId()), state.portfolioCodec.encode(record));
    saveAccount(ledger);
  }

  void apply(RiskOverride record, GateProcessor.Routed from) {
    Optional<RiskOverrideSpec> known = ReferenceWire.override(record);
    Optional<String> problem =
        known.isEmpty()
            ? Optional.of("its action or regime is not known to this version")
            : problem(known.get(), from);
    if (problem.isPresent()) {
      alert(
          record.getPortfolioId(),
          AlertType.BAD_OVERRIDE,
          record.getOverrideId(),
          "Override %s was not applied by the gate: %s."
              .formatted(record.getOverrideId(), problem.get()),
          record.getCreatedAt().toEpochMilli());
      return;
    }
    RiskOverrideSpec override = known.get();
    for (RiskOverrideSpec ended : state.overrides(override.portfolioId()).apply(override)) {
      save(key(ended), null);
      tell(AlertType.OVERRIDE_ENDED, "ended by " + override.author(), ended, override.createdAt());
    }
    if (Overrides.isKept(override.action())) {
      save(key(override), state.overrideCodec.encode(record));
      tell(
          AlertType.OVERRIDE_APPLIED,
          "by %s: %s".formatted(override.author(), override.reason()),
          override,
          override.createdAt());
    }
    act(override);
  }

  private void act(RiskOverrideSpec override) {
    if (override.action() == OverrideAction.HALT && override.cancelOpenOrders()) {
      for (GateState.Book book : state.books()) {
        if (concerns(override, book.ledger)) {
          cancelOpenOrders(override, book.ledger);
        }
      }
    }
    if (override.action() == OverrideAction.RELEASE_RESERVATION) {
      PortfolioLedger ledger = state.book(override.portfolioId()).ledger;
      Executions.release(override.orderId().orElseThrow(), ledger, state.marksOf(ledger))
          .ifPresentOrElse(
              order -> {
                output.put(
                    LedgerEntries.key(Kind.ORDER, override.portfolioId(), order.orderId()),
                    LedgerEntries.order(order));
                saveAccount(ledger);
                tell(
                    AlertType.OVERRIDE_APPLIED,
                    "released order " + order.orderId(),
                    override,
                    override.createdAt());
              },
              () ->
                  alert(
                      override.portfolioId(),
                      AlertType.BAD_OVERRIDE,
                      override.overrideId(),
                      "Override %s released nothing: order %s of portfolio %s reserves nothing."
                          .formatted(
                              override.overrideId(),
                              override.orderId().orElseThrow(),
                              override.portfolioId()),
                      override.createdAt()));
    }
  }

  private void cancelOpenOrders(RiskOverrideSpec override, PortfolioLedger ledger) {
    for (OrderState order : ledger.openOrders()) {
      if (Overrides.covers(override, order.strategyId(), order.symbol())) {
        output.cancel(
            new CancelRequest(
                ledger.portfolioId(),
                order.orderId(),
                order.strategyId(),
                order.symbol(),
                "OVERRIDE:" + override.overrideId(),
                Instant.ofEpochMilli(override.createdAt())));
      }
    }
  }

  private static Optional<String> problem(RiskOverrideSpec override, GateProcessor.Routed from) {
    boolean everywhere = override.portfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS);
    if (!(everywhere
        ? override.portfolioId().equals(from.key())
        : from.isFor(override.portfolioId()))) {
      return Optional.of("its key must be its portfolio id, or * for all");
    }
    if (!Identifiers.isUsable(override.overrideId())
        || !Identifiers.isUsable(override.portfolioId())) {
      return Optional.of("an identifier is empty, too long or holds a control character");
    }
    if (override.value().isPresent() && !Decimals.fits(override.value().get())) {
      return Optional.of("its value does not fit the schema");
    }
    if (override.action() == OverrideAction.RELEASE_RESERVATION
        && (everywhere || override.orderId().isEmpty())) {
      return Optional.of("a reservation is released for one portfolio and one order");
    }
    if (override.action() == OverrideAction.WITHDRAW) {
      return Optional.empty();
    }
    return OverrideCheck.problem(
        override.portfolioId(), Optional.empty(), override, override.createdAt());
  }

  private static boolean fits(PortfolioSpec spec) {
    return Decimals.fits(spec.cash())
        && spec.hardLimits().maxOrderNotional().map(Decimals::fits).orElse(true)
        && spec.hardLimits().maxOrderQuantity().map(Decimals::fits).orElse(true)
        && spec.hardLimits().positionLimits().values().stream().allMatch(Decimals::fits);
  }

  private static boolean watchesLosses(PortfolioLedger ledger, String market) {
    return ledger
        .spec()
        .filter(spec -> spec.market().equals(market))
        .map(PortfolioSpec::hardLimits)
        .filter(hard -> hard.maxDailyLoss().isPresent() || hard.maxDrawdown().isPresent())
        .isPresent();
  }

  private static boolean concerns(RiskOverrideSpec override, PortfolioLedger ledger) {
    return override.portfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS)
        || override.portfolioId().equals(ledger.portfolioId());
  }

  private static org.apache.kafka.common.utils.Bytes key(RiskOverrideSpec override) {
    return LedgerEntries.key(Kind.OVERRIDE, override.portfolioId(), override.overrideId());
  }

  private void save(org.apache.kafka.common.utils.Bytes key, byte[] value) {
    state.keep(key, value);
    output.put(key, value);
  }

  private void saveAccount(PortfolioLedger ledger) {
    output.put(
        LedgerEntries.key(Kind.ACCOUNT, ledger.portfolioId()), LedgerEntries.account(ledger));
  }

  private void tell(AlertType type, String what, RiskOverrideSpec override, long asOf) {
    output.alerts(
        override.portfolioId(),
        List.of(
            Alert.of(
                type,
                Severity.INFO,
                override.overrideId(),
                "Override %s (%s) %s.".formatted(override.overrideId(), override.action(), what),
                asOf)));
  }

  private void alert(
      String portfolioId, AlertType type, String scopeId, String message, long asOf) {
    output.alerts(portfolioId, List.of(Alert.of(type, Severity.WARNING, scopeId, message, asOf)));
  }
}
