package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
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
  private Evaluations evaluations;
  private OverrideIntake overrides;
  private InputCursor cursor;
  private final Map<String, Handler> handlers;

  public BudgetProcessor(Configuration configuration, Metrics metrics) {
    this.configuration = configuration;
    this.metrics = metrics;
    this.handlers = handlers(configuration.kafka().installation());
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> processorContext) {
    context = processorContext;
    writer = new BudgetWriter(context, metrics);
    NameTable names = new NameTable();
    KeyValueStore<Bytes, byte[]> accountStore = context.getStateStore(Names.BUDGET_ACCOUNT_STORE);
    state =
        new BudgetState(
            new BudgetMarkets(
                context.getStateStore(Names.BUDGET_MARKET_STORE), accountStore, names),
            context.getStateStore(Names.BUDGET_STORE),
            accountStore);
    accounts =
        new BudgetAccounts(
            state,
            accountStore,
            configuration.gate().executionMemory(),
            names,
            context::currentSystemTimeMs);
    evaluations =
        new Evaluations(state, writer, configuration.riskBudgeting(), context::currentSystemTimeMs);
    overrides =
        new OverrideIntake(
            configuration.kafka().installation(), state, accounts, evaluations, writer, context);
    cursor =
        new InputCursor(
            configuration.kafka().installation(),
            accountStore,
            input -> LedgerEntries.key(Kind.CURSOR, input.toString()));
    context.schedule(SLICE_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> evaluateWaiting());
    context.schedule(
        PURGE_INTERVAL,
        PunctuationType.WALL_CLOCK_TIME,
        now -> {
          accounts.forget();
          overrides.forgetUndefined(now);
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

  private Map<String, Handler> handlers(InstallationName installation) {
    return Map.of(
        Topics.MARKET_STATE.on(installation),
        record -> market((MarketState) record.value(), record.headers()),
        Topics.MARKET_MARKS.on(installation),
        record -> marks((MarketMarks) record.value()),
        Topics.PORTFOLIO.on(installation),
        ofPortfolio(Portfolio.class, Portfolio::getPortfolioId, this::define),
        Topics.EXECUTION_REPORT.on(installation),
        ofPortfolio(ExecutionReport.class, ExecutionReport::getPortfolioId, r -> accounts.apply(r)),
        Topics.APPROVED_ORDER.on(installation),
        ofPortfolio(
            OrderDecision.class, d -> d.getIntent().getPortfolioId(), d -> accounts.approved(d)),
        Topics.RISK_OVERRIDE_ROUTED.on(installation),
        this::override);
  }

  /** Records that are not in the partition of their portfolio are left out: the gate tells. */
  private <T> Handler ofPortfolio(
      Class<T> type, Function<T, String> portfolioId, Consumer<T> then) {
    return record -> {
      T value = type.cast(record.value());
      if (isRouted(record, portfolioId.apply(value))) {
        overrides.catchUp(record.key());
        then.accept(value);
      }
    };
  }

  private void market(MarketState record, Headers headers) {
    Optional<MarketSnapshot> snapshot = MarketWire.snapshot(record);
    if (snapshot.isPresent()
        && state.hasRoomFor(record.getMarket()) // The gate raises the alert where not.
        && state.markets().state(record, snapshot.get(), headers)) {
      state.waitForAll(record.getMarket());
      accounts.applyHeldIn(record.getMarket());
      evaluateWaiting();
    }
  }

  private void marks(MarketMarks record) {
    if (state.hasRoomFor(record.getMarket())) { // The gate raises the alert where not.
      if (state.markets().marks(record, context.currentSystemTimeMs())) {
        state.monitorThoseDue(record.getMarket(), configuration.riskBudgeting());
      }
      accounts.applyHeldIn(record.getMarket());
      monitorThoseDue();
    }
  }

  private void define(Portfolio record) {
    String portfolioId = record.getPortfolioId();
    PortfolioBook book = state.book(portfolioId);
    PortfolioSpec spec = ReferenceWire.portfolio(record);
    long asOf = state.markets().time(book.spec(), context.currentSystemTimeMs());
    writer.alerts(portfolioId, book.define(spec, asOf), cause());
    if (state.forgetIfBlank(portfolioId)) {
      return; // It was refused, and nothing else is known.
    }
    if (book.spec().equals(Optional.of(spec))) {
      state.saveDefinition(record);
    }
    state.indexByMarket(portfolioId);
    accounts.applyHeld(portfolioId);
    evaluations.atBar(portfolioId, new RecordHeaders(), cause());
  }

  private void close(String portfolioId) {
    overrides.catchUp(portfolioId);
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
      overrides.takeForAll(record, context.recordMetadata().orElseThrow().offset());
    } else {
      overrides.take(override.get(), record);
    }
  }

  private void evaluateWaiting() {
    overrides.workOff(SLICE);
    for (String portfolioId : state.nextWaiting(SLICE)) {
      overrides.catchUp(portfolioId);
      evaluations.atBar(portfolioId, regimeHeaders(portfolioId), cause());
    }
    monitorThoseDue();
  }

  private void monitorThoseDue() {
    for (String portfolioId : state.nextMonitored(SLICE)) {
      overrides.catchUp(portfolioId);
      evaluations.monitor(portfolioId, cause());
    }
  }

  private boolean isRouted(Record<String, SpecificRecord> record, String portfolioId) {
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    // The gate raises the alert where it is not.
    return portfolioId != null
        && portfolioId.equals(record.key())
        && Routing.partitionOf(portfolioId, configuration.kafka().partitions())
            == metadata.partition();
  }

  /** Headers for budgets that answer the latest regime change of a portfolio's market. */
  private Headers regimeHeaders(String portfolioId) {
    return state.markets().headers(state.book(portfolioId).spec());
  }

  /** The record at hand. */
  private Headers cause() {
    return CausedBy.headers(configuration.kafka().installation(), context.recordMetadata());
  }
}
