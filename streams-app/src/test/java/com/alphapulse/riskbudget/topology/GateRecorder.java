package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** The gate's real topology with one partition, and all that went in and came out. */
public final class GateRecorder implements AutoCloseable {
  private final Map<Topics, List<Entry<? extends SpecificRecord>>> topics =
      new EnumMap<>(Topics.class);
  private final StageDriver stage;

  /**
   * @param gate the gate's settings, as YAML
   */
  public GateRecorder(Path directory, String gate, Instant start) {
    stage =
        new StageDriver(
            "{kafka: {partitions: 1, state_directory: '%s'}, gate: %s}".formatted(directory, gate),
            start,
            Set.of(Stage.GATE));
  }

  public void send(String key, Portfolio record) {
    send(Topics.PORTFOLIO, key, record, Portfolio.class);
  }

  /** Withdraws the definition of a portfolio. */
  public void withdraw(String portfolioId) {
    send(Topics.PORTFOLIO, portfolioId, null, Portfolio.class);
  }

  public void send(String key, MarketMarks record) {
    send(Topics.MARKET_MARKS, key, record, MarketMarks.class);
  }

  public void send(String key, MarketState record) {
    send(Topics.MARKET_STATE, key, record, MarketState.class);
  }

  public void send(String key, BudgetUpdate record) {
    send(Topics.BUDGET_UPDATE, key, record, BudgetUpdate.class);
  }

  public void send(String key, OrderIntent record) {
    send(Topics.ORDER_INTENT, key, record, OrderIntent.class);
  }

  public void send(String key, ExecutionReport record) {
    send(Topics.EXECUTION_REPORT, key, record, ExecutionReport.class);
  }

  public void send(String key, RiskOverride record) {
    stage.send(Topics.RISK_OVERRIDE, key, record, RiskOverride.class);
  }

  private <T extends SpecificRecord> void send(Topics topic, String key, T record, Class<T> type) {
    stage.send(topic, key, record, type);
    add(topic, key, record);
  }

  /** Lets the next record of a topic be set aside. */
  public void setNextAside(Topics topic) {
    stage.setAside(topic, topics.getOrDefault(topic, List.of()).size());
  }

  /** Lets the wall clock go on. */
  public void pass(Duration duration) {
    stage.passWallClock(duration);
  }

  /** Everything so far. */
  public History history() {
    collect(Topics.APPROVED_ORDER, OrderDecision.class);
    collect(Topics.REJECTED_ORDER, OrderDecision.class);
    collect(Topics.RISK_OVERRIDE_ROUTED, RiskOverride.class);
    collect(Topics.RISK_ALERT, RiskAlert.class);
    List<Entry<OrderDecision>> decisions =
        new ArrayList<>(entries(Topics.APPROVED_ORDER, OrderDecision.class));
    decisions.addAll(entries(Topics.REJECTED_ORDER, OrderDecision.class));
    return new History(
        1,
        entries(Topics.ORDER_INTENT, OrderIntent.class),
        decisions,
        entries(Topics.EXECUTION_REPORT, ExecutionReport.class),
        entries(Topics.BUDGET_UPDATE, BudgetUpdate.class),
        entries(Topics.MARKET_MARKS, MarketMarks.class),
        entries(Topics.MARKET_STATE, MarketState.class),
        entries(Topics.PORTFOLIO, Portfolio.class),
        entries(Topics.RISK_OVERRIDE_ROUTED, RiskOverride.class),
        entries(Topics.RISK_ALERT, RiskAlert.class));
  }

  private <T extends SpecificRecord> void collect(Topics topic, Class<T> type) {
    stage.records(topic, type).forEach(record -> add(topic, record.key(), record.value()));
  }

  private <T extends SpecificRecord> void add(Topics topic, String key, T record) {
    List<Entry<? extends SpecificRecord>> entries =
        topics.computeIfAbsent(topic, t -> new ArrayList<>());
    entries.add(new Entry<>(topic.logicalName(), 0, entries.size(), key, record));
  }

  private <T extends SpecificRecord> List<Entry<T>> entries(Topics topic, Class<T> type) {
    return topics.getOrDefault(topic, List.of()).stream()
        .map(e -> new Entry<>(e.topic(), e.partition(), e.offset(), e.key(), type.cast(e.value())))
        .toList();
  }

  @Override
  public void close() {
    stage.close();
  }
}
