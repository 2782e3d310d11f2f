package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.budget.BudgetStep;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideRules;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.door.Refusal;
import com.alphapulse.riskbudget.topology.kafka.InputCursor;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Routing;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import com.alphapulse.riskbudget.topology.wire.MarketWire;
import com.alphapulse.riskbudget.topology.wire.NameTable;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The budget stage's one node: definitions, fills, overrides and market states meet here. A market
 * state or an override of all portfolios concerns many; they are worked off in slices, so that
 * neither stalls the task.
 */
public final class BudgetProcessor
    implements Processor<String, SpecificRecord, String, SpecificRecord> {
  /** Portfolios evaluated in one go. */
  static final int SLICE = 256;

  /** Wall-clock time between two slices. */
  static final Duration SLICE_INTERVAL = Duration.ofMillis(5);

  /** Wall-clock time between two rounds of forgetting what is settled. */
  static final Duration PURGE_INTERVAL = Duration.ofMinutes(1);

  private final Configuration configuration;
  private final Metrics metrics;
  private ProcessorContext<String, SpecificRecord> context;
  private BudgetState state;
  private BudgetAccounts accounts;
  private BudgetWriter writer;
  private InputCursor cursor;
  private final Map<String, Handler> handlers = handlers();

  public BudgetProcessor(Configuration configuration, Metrics metrics) {
    this.configuration = configuration;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> processorContext) {
    context = processorContext;
    writer = new BudgetWriter(context, metrics);
    NameTable names = new NameTable();
    state =
        new BudgetState(
            context.getStateStore(Names.BUDGET_STORE),
            context.getStateStore(Names.BUDGET_MARKET_STORE),
            context.getStateStore(Names.BUDGET_ACCOUNT_STORE),
            names);
    accounts =
        new BudgetAccounts(
            state,
            context.getStateStore(Names.BUDGET_ACCOUNT_STORE),
            configuration.gate().executionMemory(),
            names,
            context::currentSystemTimeMs);
    cursor =
        new InputCursor(
            context.<KeyValueStore<Bytes, byte[]>>getStateStore(Names.BUDGET_ACCOUNT_STORE),
            input -> LedgerEntries.key(Kind.CURSOR, input.toString()));
    context.schedule(SLICE_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> evaluateWaiting());
    context.schedule(
        PURGE_INTERVAL,
        PunctuationType.WALL_CLOCK_TIME,
        now -> {
          accounts.forget();
          forgetUndefined(now);
        });
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    if (!cursor.advance(context.recordMetadata().orElseThrow())) {
      return;
    }
    if (record.value() == null) {
      if (isRouted(record, record.key())) {
        close(record.key()); // Only a definition may come without a value.
      }
      return;
    }
    Optional<Refusal> refusal = Refusal.of(record.value(), context.currentSystemTimeMs());
    if (refusal.isEmpty()) {
      handlers.get(context.recordMetadata().orElseThrow().topic()).take(record);
    } else if (record.value() instanceof OrderDecision) {
      writer.refuse(refusal.get(), cause()); // All else the gate reads too, and raises the alert.
    }
  }

  /** What is done with the records of a topic. */
  private interface Handler {
    void take(Record<String, SpecificRecord> record);
  }

  private Map<String, Handler> handlers() {
    return Map.of(
        Topics.MARKET_STATE.topicName(),
        record -> market((MarketState) record.value(), record.headers()),
        Topics.MARKET_MARKS.topicName(),
        record -> marks((MarketMarks) record.value()),
        Topics.PORTFOLIO.topicName(),
        ofPortfolio(Portfolio.class, Portfolio::getPortfolioId, this::define),
        Topics.EXECUTION_REPORT.topicName(),
        ofPortfolio(ExecutionReport.class, ExecutionReport::getPortfolioId, r -> accounts.apply(r)),
        Topics.APPROVED_ORDER.topicName(),
        ofPortfolio(
            OrderDecision.class, d -> d.getIntent().getPortfolioId(), d -> accounts.approved(d)),
        Topics.RISK_OVERRIDE_ROUTED.topicName(),
        this::override);
  }

  /** Records that are not in the partition of their portfolio are left out: the gate tells. */
  private <T> Handler ofPortfolio(
      Class<T> type, Function<T, String> portfolioId, Consumer<T> then) {
    return record -> {
      T value = type.cast(record.value());
      if (isRouted(record, portfolioId.apply(value))) {
        catchUp(record.key());
        then.accept(value);
      }
    };
  }

  private void market(MarketState record, Headers headers) {
    Optional<MarketSnapshot> snapshot = MarketWire.snapshot(record);
    if (snapshot.isPresent()
        && state.hasRoomFor(record.getMarket()) // The gate raises the alert where not.
        && state.market(record, snapshot.get(), headers)) {
      accounts.applyHeldIn(record.getMarket());
      evaluateWaiting();
    }
  }

  private void marks(MarketMarks record) {
    if (state.hasRoomFor(record.getMarket())) { // The gate raises the alert where not.
      state.prices(record, configuration.riskBudgeting(), context.currentSystemTimeMs());
      accounts.applyHeldIn(record.getMarket());
      monitorThoseDue();
    }
  }

  private void define(Portfolio record) {
    String portfolioId = record.getPortfolioId();
    PortfolioBook book = state.book(portfolioId);
    PortfolioSpec spec = ReferenceWire.portfolio(record);
    alerts(portfolioId, book.define(spec, clock(portfolioId)));
    if (state.forgetIfBlank(portfolioId)) {
      return; // It was refused, and nothing else is known.
    }
    if (book.spec().equals(Optional.of(spec))) {
      state.saveDefinition(record);
    }
    state.indexByMarket(portfolioId);
    accounts.applyHeld(portfolioId);
    evaluate(portfolioId, state::barSnapshot, new RecordHeaders(), cause());
  }

  private void close(String portfolioId) {
    catchUp(portfolioId);
    state
        .definedBook(portfolioId)
        .ifPresent(
            book -> {
              book.close();
              state.save(portfolioId);
            });
  }

  /** One that is not known, or comes under another key, is left out as by the gate, which tells. */
  private void override(Record<String, SpecificRecord> from) {
    RiskOverride record = (RiskOverride) from.value();
    Optional<RiskOverrideSpec> override =
        ReferenceWire.override(record)
            .filter(
                o ->
                    o.isForAll()
                        ? o.portfolioId().equals(from.key())
                        : isRouted(from, o.portfolioId()));
    if (override.isEmpty()) {
      return;
    }
    if (override.get().isForAll()) {
      overrideAll(record);
    } else {
      overrideOne(override.get(), record);
    }
  }

  private void overrideOne(RiskOverrideSpec override, RiskOverride record) {
    String portfolioId = override.portfolioId();
    catchUp(portfolioId);
    if (override.action() == OverrideAction.RELEASE_RESERVATION
        && OverrideRules.problem(portfolioId, Optional.empty(), override, arrival(portfolioId))
            .isEmpty()) { // Where not, the gate raises the alert.
      accounts.release(portfolioId, override.orderId().orElseThrow());
    }
    if (state.mayKeepFor(portfolioId)) {
      apply(portfolioId, override, record, cause());
    } else if (override.action().concernsBudgets()) {
      alerts(portfolioId, List.of(refused(override)));
    }
  }

  private void overrideAll(RiskOverride record) {
    OverridesOfAll ofAll = state.ofAll();
    while (ofAll.isFull()) {
      workOffOverrides();
    }
    long number = context.recordMetadata().orElseThrow().offset();
    ofAll.add(number, record, state.portfolios());
    workOffOverrides();
  }

  private void workOffOverrides() {
    state.ofAll().next(SLICE).forEach(this::catchUp);
  }

  /**
   * Applies the overrides of all portfolios that a portfolio waits for: before anything else is
   * done with it, so that they come in the order in which they were read.
   */
  private void catchUp(String portfolioId) {
    OverridesOfAll ofAll = state.ofAll();
    if (!ofAll.isWaiting(portfolioId)) {
      return;
    }
    PortfolioBook book = state.book(portfolioId);
    boolean kept = true;
    for (var next : List.copyOf(ofAll.after(book.overrideOfAll()).entrySet())) {
      if (kept) { // Where not, nothing is known of it that the next could concern.
        RiskOverride record = next.getValue();
        book.hasOverridesOfAll(next.getKey());
        kept =
            apply(
                portfolioId,
                ReferenceWire.override(record).orElseThrow(),
                record,
                CausedBy.headers(
                    Topics.RISK_OVERRIDE_ROUTED.topicName(),
                    context.taskId().partition(),
                    next.getKey()));
      }
    }
    ofAll.done(portfolioId);
  }

  /**
   * Applies an override to a portfolio.
   *
   * @return whether anything is known of the portfolio then
   */
  private boolean apply(
      String portfolioId, RiskOverrideSpec override, RiskOverride record, Headers cause) {
    PortfolioBook book = state.book(portfolioId);
    Headers answer = CausedBy.withOverride(cause, override.overrideId());
    writer.alerts(portfolioId, book.apply(override, arrival(portfolioId)), answer);
    if (state.forgetIfBlank(portfolioId)) {
      return false;
    }
    if (book.override(override.key()).equals(Optional.of(override))) {
      state.saveOverride(portfolioId, override, record);
    }
    evaluate(portfolioId, state::pricedSnapshot, new RecordHeaders(), answer); // As commanded.
    return true;
  }

  private Alert refused(RiskOverrideSpec override) {
    return Alert.of(
        AlertType.BAD_OVERRIDE,
        Severity.WARNING,
        override.overrideId(),
        "The override %s (%s) was not applied to portfolio %s: it is not defined, and overrides of %d such portfolios are kept already."
            .formatted(
                override.overrideId(),
                override.action(),
                override.portfolioId(),
                Bounds.UNDEFINED_PORTFOLIOS),
        context.currentSystemTimeMs());
  }

  private void forgetUndefined(long now) {
    for (String portfolioId : state.undefined()) {
      catchUp(portfolioId);
      List<Alert> ended = state.book(portfolioId).expireOverrides(now);
      alerts(portfolioId, ended);
      if (!state.forgetIfBlank(portfolioId) && !ended.isEmpty()) {
        state.save(portfolioId);
      }
    }
  }

  private void evaluateWaiting() {
    workOffOverrides();
    for (String portfolioId : state.nextWaiting(SLICE)) {
      catchUp(portfolioId);
      evaluate(portfolioId, state::barSnapshot, state.headers(portfolioId), cause());
    }
    monitorThoseDue();
  }

  private void monitorThoseDue() {
    for (String portfolioId : state.nextMonitored(SLICE)) {
      monitor(portfolioId);
    }
  }

  private void monitor(String portfolioId) {
    catchUp(portfolioId);
    PortfolioBook book = state.book(portfolioId);
    Optional<String> market = book.spec().map(PortfolioSpec::market);
    Optional<MarketSnapshot> snapshot = market.flatMap(state::pricedSnapshot);
    Optional<BudgetState.LatestPrices> prices = market.flatMap(state::prices);
    boolean waits = snapshot.isPresent() && book.marketSequence() < snapshot.get().sequence();
    if (snapshot.isPresent() && prices.isPresent() && !waits) {
      writer.publish(
          portfolioId,
          book.monitor(
              snapshot.get(),
              Math.max(prices.get().asOf(), snapshot.get().asOf()),
              configuration.riskBudgeting()),
          new RecordHeaders(),
          cause());
      state.save(portfolioId);
    }
  }

  private long arrival(String portfolioId) {
    return state
        .definedBook(portfolioId)
        .map(book -> state.arrival(book, context.currentSystemTimeMs()))
        .orElseGet(context::currentSystemTimeMs);
  }

  private long clock(String portfolioId) {
    return state.clock(state.book(portfolioId), context.currentSystemTimeMs());
  }

  private void evaluate(
      String portfolioId,
      Function<String, Optional<MarketSnapshot>> at,
      Headers regime,
      Headers cause) {
    PortfolioBook book = state.book(portfolioId);
    Optional<MarketSnapshot> snapshot = book.spec().flatMap(spec -> at.apply(spec.market()));
    if (snapshot.isPresent()) {
      BudgetStep step =
          book.evaluate(snapshot.get(), clock(portfolioId), configuration.riskBudgeting());
      writer.publish(portfolioId, step, regime, cause);
      state.lookAgain(portfolioId);
    }
    state.save(portfolioId);
  }

  private boolean isRouted(Record<String, SpecificRecord> record, String portfolioId) {
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    // The gate raises the alert where it is not.
    return portfolioId != null
        && portfolioId.equals(record.key())
        && Routing.partitionOf(portfolioId, configuration.kafka().partitions())
            == metadata.partition();
  }

  private void alerts(String portfolioId, List<Alert> alerts) {
    writer.alerts(portfolioId, alerts, cause());
  }

  /** The record at hand. */
  private Headers cause() {
    return CausedBy.headers(context.recordMetadata());
  }
}
