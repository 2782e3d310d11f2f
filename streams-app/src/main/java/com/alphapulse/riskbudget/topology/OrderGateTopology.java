package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.topology.failure.FailedRecords;
import com.alphapulse.riskbudget.topology.failure.Guarded;
import com.alphapulse.riskbudget.topology.gate.GateProcessor;
import com.alphapulse.riskbudget.topology.gate.LedgerStore;
import com.alphapulse.riskbudget.topology.gate.OverrideRouter;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Routing;
import com.alphapulse.riskbudget.topology.kafka.Sources;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** The application {@code order-gate}: the router of overrides and the gate stage. */
final class OrderGateTopology {

  private OrderGateTopology() {}

  /**
   * @param ledgers makes the stores of the gate's tasks
   */
  static Topology build(
      Configuration configuration,
      Metrics metrics,
      RecordSerdes serdes,
      FailedRecords failed,
      LedgerStore.Supplier ledgers) {
    Topology topology = new Topology();
    overrides(topology, configuration.kafka().installation(), metrics, serdes, failed);
    gate(topology, configuration, metrics, serdes, failed, ledgers);
    return topology;
  }

  /**
   * Overrides for all portfolios must reach every task, whoever wrote them: they are copied to
   * every partition. The gate's own application does it, so that a halt needs no other to run.
   */
  private static void overrides(
      Topology topology,
      InstallationName installation,
      Metrics metrics,
      RecordSerdes serdes,
      FailedRecords failed) {
    Sources.of(topology, installation, serdes)
        .add(Names.RISK_OVERRIDE_SOURCE, Topics.RISK_OVERRIDE, RiskOverride.class);
    topology.addProcessor(
        Names.OVERRIDE_ROUTER,
        Guarded.of(failed, () -> new OverrideRouter(installation, metrics)),
        Names.RISK_OVERRIDE_SOURCE);
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(Names.OVERRIDE_ROUTER_STORE),
                Serdes.Bytes(),
                Serdes.ByteArray())
            .withCachingDisabled(),
        Names.OVERRIDE_ROUTER);
    Sinks.of(topology, installation, serdes, Names.OVERRIDE_ROUTER)
        .partitioned(
            Names.OVERRIDE_ROUTED_SINK,
            Topics.RISK_OVERRIDE_ROUTED,
            RiskOverride.class,
            Routing.byKeyOr(RiskOverrideSpec.ALL_PORTFOLIOS))
        .byKey(Names.OVERRIDE_ALERT_SINK, Topics.RISK_ALERT, RiskAlert.class);
  }

  private static void gate(
      Topology topology,
      Configuration configuration,
      Metrics metrics,
      RecordSerdes serdes,
      FailedRecords failed,
      LedgerStore.Supplier ledgers) {
    InstallationName installation = configuration.kafka().installation();
    Sources.of(topology, installation, serdes)
        .add(Names.ORDER_INTENT_SOURCE, Topics.ORDER_INTENT, OrderIntent.class)
        .add(Names.EXECUTION_SOURCE, Topics.EXECUTION_REPORT, ExecutionReport.class)
        .add(Names.BUDGET_UPDATE_SOURCE, Topics.BUDGET_UPDATE, BudgetUpdate.class)
        .add(Names.PORTFOLIO_SOURCE, Topics.PORTFOLIO, Portfolio.class)
        .add(Names.MARKET_MARKS_SOURCE, Topics.MARKET_MARKS, MarketMarks.class)
        .add(Names.MARKET_STATE_SOURCE, Topics.MARKET_STATE, MarketState.class)
        .add(Names.OVERRIDE_SOURCE, Topics.RISK_OVERRIDE_ROUTED, RiskOverride.class);
    topology.addProcessor(
        Names.GATE_STAGE,
        Guarded.of(failed, () -> new GateProcessor(configuration, metrics, ledgers)),
        Names.ORDER_INTENT_SOURCE,
        Names.EXECUTION_SOURCE,
        Names.BUDGET_UPDATE_SOURCE,
        Names.PORTFOLIO_SOURCE,
        Names.MARKET_MARKS_SOURCE,
        Names.MARKET_STATE_SOURCE,
        Names.OVERRIDE_SOURCE);
    topology.addStateStore(
        Stores.keyValueStoreBuilder(ledgers, Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled(),
        Names.GATE_STAGE);
    Sinks.of(topology, installation, serdes, Names.GATE_STAGE)
        .decisions(Names.APPROVED_SINK, Topics.APPROVED_ORDER)
        .decisions(Names.REJECTED_SINK, Topics.REJECTED_ORDER)
        .byKey(Names.UTILIZATION_SINK, Topics.RISK_UTILIZATION, RiskUtilization.class)
        .partitioned(
            Names.TRADING_STATE_SINK,
            Topics.TRADING_STATE,
            TradingStateUpdate.class,
            Routing.byKeyOrItsOwn(
                RiskOverrideSpec.ALL_PORTFOLIOS, TradingStateUpdate::getPartition))
        .byKey(Names.CANCEL_SINK, Topics.CANCEL_REQUEST, CancelRequest.class)
        .byKey(Names.GATE_ALERT_SINK, Topics.RISK_ALERT, RiskAlert.class);
  }
}
