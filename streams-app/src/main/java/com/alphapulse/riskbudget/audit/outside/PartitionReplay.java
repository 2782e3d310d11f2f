package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.history.Partitioning;
import com.alphapulse.riskbudget.audit.outside.record.OutsideBudget;
import com.alphapulse.riskbudget.audit.outside.record.OutsideDefinition;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks.OutsideMark;
import com.alphapulse.riskbudget.audit.outside.record.OutsideOverride;
import com.alphapulse.riskbudget.audit.outside.record.Receipt;
import com.alphapulse.riskbudget.audit.outside.record.SetAside;
import com.alphapulse.riskbudget.audit.outside.state.Facts;
import com.alphapulse.riskbudget.audit.outside.state.LateOverrides;
import com.alphapulse.riskbudget.audit.outside.state.LossEvidence;
import com.alphapulse.riskbudget.audit.outside.state.OutsideMarkets;
import com.alphapulse.riskbudget.audit.outside.state.OutsideOverrides;
import com.alphapulse.riskbudget.audit.outside.state.OutsideRisk;
import com.alphapulse.riskbudget.audit.outside.state.OutsideState;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.config.GateSettings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was known in one partition when a decision was taken: every input topic, read as far as the
 * decision's cursor says, and the portfolios that follow from it.
 *
 * <p>Between two decisions the cursors do not tell in which order topics were read. Reports are
 * then taken at the multipliers of the latest marks, and before overrides: so a release finds what
 * the reports left of an order.
 */
public final class PartitionReplay {
  private final Map<String, Tape<?>> tapes = new LinkedHashMap<>();
  private final Map<String, OutsideState> portfolios = new HashMap<>();
  private final Map<String, List<RiskAlert>> lossAlerts = new HashMap<>();
  private final OutsideMarkets markets = new OutsideMarkets();
  private final OutsideOverrides everywhere = new OutsideOverrides();
  private final LateOverrides late;

  /** Time of the decision that is read up to, milliseconds. */
  private long asOf = Long.MIN_VALUE;

  private final GateSettings settings;
  private final Partitioning partitioning;

  PartitionReplay(History history, int partition, GateSettings settings) {
    this.settings = settings;
    this.partitioning = new Partitioning(history.partitions());
    this.late = new LateOverrides(history.alerts());
    SetAside aside = new SetAside(history, SetAside.GATE);
    for (Entry<RiskAlert> alert : history.alerts()) {
      if (alert.value().getType().equals(LossEvidence.ALERT)
          && alert.value().getPortfolioId() != null) {
        lossAlerts
            .computeIfAbsent(alert.value().getPortfolioId(), id -> new ArrayList<>())
            .add(alert.value());
      }
    }
    tapes.put(
        "portfolio",
        new Tape<>(
            aside.without(history.portfolios()),
            partition,
            entry -> {
              if (entry.value() == null) {
                withdraw(entry.key(), entry.partition());
              } else if (isFor(entry, entry.value().getPortfolioId())) {
                OutsideDefinition.of(entry.value())
                    .ifPresent(
                        spec -> {
                          portfolio(spec.portfolioId()).define(spec);
                          applyHeld(spec.portfolioId());
                        });
              }
            }));
    tapes.put(
        "market-marks",
        new Tape<>(aside.without(history.marks()), partition, e -> mark(e.value())));
    tapes.put(
        "market-state",
        new Tape<>(aside.without(history.states()), partition, e -> markets.apply(e.value())));
    tapes.put(
        "budget-update",
        new Tape<>(
            aside.without(history.budgets()),
            partition,
            entry -> {
              String portfolioId = entry.value().getPortfolioId();
              if (isFor(entry, portfolioId)) {
                OutsideBudget.of(entry.value()).ifPresent(portfolio(portfolioId)::budget);
              }
            }));
    tapes.put(
        "execution-report",
        new Tape<>(aside.without(history.executions()), partition, this::execute));
    tapes.put(
        "risk-override-routed",
        new Tape<>(aside.without(history.overrides()), partition, this::override));
  }

  private boolean isFor(Entry<?> entry, String id) {
    return partitioning.isFor(entry.key(), entry.partition(), id);
  }

  private void withdraw(String portfolioId, int partition) {
    if (partitioning.isRight(portfolioId, partition) && portfolios.containsKey(portfolioId)) {
      portfolio(portfolioId).close();
    }
  }

  private void mark(MarketMarks record) {
    String market = record.getMarket();
    if (markets.apply(record)) {
      long asOf = markets.marks(market).asOf();
      List<String> trading =
          portfolios.entrySet().stream()
              .filter(p -> p.getValue().spec().filter(s -> s.market().equals(market)).isPresent())
              .map(Map.Entry::getKey)
              .toList();
      trading.forEach(id -> portfolio(id).losses().marks(asOf));
      trading.forEach(this::applyHeld);
    }
  }

  private void execute(Entry<ExecutionReport> entry) {
    ExecutionReport report = entry.value();
    String portfolioId = report.getPortfolioId();
    if (isFor(entry, portfolioId) && portfolio(portfolioId).spec().isPresent()) {
      portfolio(portfolioId).ledger().apply(report, contracts(portfolioId), receipt(portfolioId));
    }
  }

  /** Applies the reports that waited for what is known now. */
  private void applyHeld(String portfolioId) {
    portfolio(portfolioId).ledger().applyHeld(contracts(portfolioId), receipt(portfolioId));
  }

  private Function<String, Optional<BigDecimal>> contracts(String portfolioId) {
    String base = portfolio(portfolioId).spec().map(OutsideDefinition::currency).orElse("");
    OutsideMarks latest = marksOf(portfolioId);
    return symbol ->
        latest.of(symbol).filter(mark -> mark.currency().equals(base)).map(OutsideMark::multiplier);
  }

  private Receipt receipt(String portfolioId) {
    return new Receipt(markets.timeBefore(market(portfolioId)), marksOf(portfolioId).asOf());
  }

  private void override(Entry<RiskOverride> entry) {
    String portfolioId = entry.value().getPortfolioId();
    boolean forAll = portfolioId.equals(OutsideOverride.ALL);
    if (!(forAll ? portfolioId.equals(entry.key()) : isFor(entry, portfolioId))) {
      return;
    }
    Optional<OutsideOverride> known = OutsideOverride.of(entry.value());
    if (known.isEmpty()) {
      return;
    }
    OutsideOverride override = known.get();
    long clock = forAll ? earliestMarks() : markets.timeBefore(market(portfolioId));
    if (late.wasRefused(override, clock, asOf)) {
      return;
    }
    OutsideOverrides kept = forAll ? everywhere : portfolio(portfolioId).overrides();
    if (kept.refuses(override, clock)) {
      return;
    }
    kept.apply(override);
    if (override.action() == OverrideAction.RELEASE_RESERVATION) {
      portfolio(portfolioId).ledger().release(override.orderId());
    }
    if (override.action() == OverrideAction.RESUME && override.isOfPortfolio()) {
      portfolios.forEach(
          (id, state) -> {
            if (forAll || id.equals(portfolioId)) {
              state.losses().resume();
            }
          });
    }
  }

  /** Time at the decision before that no defined portfolio's is behind, milliseconds. */
  private long earliestMarks() {
    return portfolios.values().stream()
        .flatMap(portfolio -> portfolio.spec().stream())
        .mapToLong(spec -> markets.timeBefore(spec.market()))
        .min()
        .orElse(Long.MIN_VALUE);
  }

  /** Reads every topic as far as the decision had; returns what is wrong with its cursor. */
  List<String> forward(OrderDecision decision) {
    List<String> wrong = new ArrayList<>();
    asOf = decision.getAsOf().toEpochMilli();
    markets.begin();
    tapes.forEach(
        (topic, tape) -> {
          Long offset = decision.getCursor().get(topic);
          if (offset == null) {
            wrong.add("no offset of " + topic);
          } else if (!tape.forward(offset)) {
            wrong.add("offset %d of %s goes back".formatted(offset, topic));
          }
        });
    return wrong;
  }

  /**
   * Ends the portfolio's overrides that expired before a decision; those of all are only judged.
   */
  void expireOverrides(OrderDecision decision) {
    portfolio(decision.getIntent().getPortfolioId())
        .overrides()
        .expire(decision.getAsOf().toEpochMilli());
  }

  /** Takes in a decision of this partition that is not a repeat. */
  void decide(OrderDecision decision) {
    OrderIntent intent = decision.getIntent();
    OutsideState state = portfolio(intent.getPortfolioId());
    state.rates().take(state.spec(), intent.getStrategyId(), decision.getAsOf().toEpochMilli());
    state.ledger().decide(decision, settings);
    if (marksOf(intent.getPortfolioId()).record().isPresent()) {
      markets.decided(market(intent.getPortfolioId()), decision.getAsOf().toEpochMilli());
    }
  }

  /** What was known of a decision's portfolio when it was taken. */
  Facts facts(OrderDecision decision) {
    String portfolioId = decision.getIntent().getPortfolioId();
    return new Facts(
        settings,
        decision.getIntent(),
        Optional.of(portfolioId),
        new Facts.World(
            portfolio(portfolioId),
            everywhere,
            marksOf(portfolioId),
            riskOf(portfolioId),
            markets.lastDecided(market(portfolioId))),
        decision.getAsOf().toEpochMilli(),
        saysLossReached(decision));
  }

  public OutsideState portfolio(String portfolioId) {
    return portfolios.computeIfAbsent(
        portfolioId,
        id -> new OutsideState(settings, lossAlerts.getOrDefault(portfolioId, List.of())));
  }

  /** Overrides of all portfolios. */
  public OutsideOverrides everywhere() {
    return everywhere;
  }

  /** Marks of the market that a portfolio trades. */
  public OutsideMarks marksOf(String portfolioId) {
    return portfolio(portfolioId)
        .spec()
        .map(spec -> markets.marks(spec.market()))
        .orElse(OutsideMarks.NONE);
  }

  /** Volatilities and correlations of that market. */
  public OutsideRisk riskOf(String portfolioId) {
    return portfolio(portfolioId)
        .spec()
        .map(spec -> markets.risk(spec.market()))
        .orElse(OutsideMarkets.NO_RISK);
  }

  private String market(String portfolioId) {
    return portfolio(portfolioId).spec().map(OutsideDefinition::market).orElse("");
  }

  /** Trading state that overrides alone lead to. */
  public TradingState overridden(OrderDecision decision) {
    OrderIntent intent = decision.getIntent();
    long asOf = decision.getAsOf().toEpochMilli();
    TradingState everyones = everywhere.state(intent.getStrategyId(), intent.getSymbol(), asOf);
    TradingState own =
        portfolio(intent.getPortfolioId())
            .overrides()
            .state(intent.getStrategyId(), intent.getSymbol(), asOf);
    return everyones.compareTo(own) > 0 ? everyones : own;
  }

  /** Whether a decision says that a loss limit is reached; {@link LossEvidence} proves it. */
  public boolean saysLossReached(OrderDecision decision) {
    return decision.getViolations().stream()
            .anyMatch(v -> v.getReason().equals(LossEvidence.REASON))
        || (decision.getInputs().getTradingState() == TradingState.REDUCE_ONLY
            && overridden(decision) == TradingState.ACTIVE);
  }
}
