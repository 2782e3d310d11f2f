package com.alphapulse.riskbudget.topology.kafka;

import com.alphapulse.riskbudget.config.KafkaSettings;
import java.util.ArrayList;
import java.util.List;

/** Names of every node, store and internal topic, and of the headers that the stages add. */
public final class Names {
  // Applications.
  public static final String RISK_BUDGET = "risk-budget";
  public static final String ORDER_GATE = "order-gate";

  /** Consumer group of what posts alerts. */
  public static final String ALERT_DELIVERY = "alert-delivery";

  // Market stage.
  public static final String MARKET_DATA_SOURCE = "market-data-source";
  public static final String INSTRUMENT_SOURCE = "instrument-source";
  public static final String REGIME_CHANGE_SOURCE = "regime-change-source";
  public static final String TICKS_DOOR = "ticks-door";
  public static final String TICKS_ALERT_SINK = "ticks-alert-sink";
  public static final String INSTRUMENTS_DOOR = "instruments-door";
  public static final String INSTRUMENTS_ALERT_SINK = "instruments-alert-sink";
  public static final String TICKS_AND_INSTRUMENTS = "ticks-and-instruments";
  public static final String MARKET_INPUTS = "market-inputs";
  public static final String TICKS_BY_MARKET = "ticks-by-market";
  public static final String INSTRUMENTS_BY_MARKET = "instruments-by-market";
  public static final String MARKET_TICKS = "market-ticks";
  public static final String MARKET_INSTRUMENTS = "market-instruments";
  public static final String MARKET_STAGE = "market-stage";
  public static final String MARKET_STORE = "market-store";
  public static final String MARKET_STATE_SINK = "market-state-sink";
  public static final String MARKET_MARKS_SINK = "market-marks-sink";
  public static final String REGIME_CHANGE_SINK = "regime-change-sink";
  public static final String MARKET_ALERT_SINK = "market-alert-sink";

  // Budget stage.
  public static final String PORTFOLIO_SOURCE = "portfolio-source";
  public static final String EXECUTION_SOURCE = "execution-report-source";
  public static final String OVERRIDE_SOURCE = "risk-override-routed-source";
  public static final String MARKET_STATE_SOURCE = "market-state-source";
  public static final String BUDGET_STAGE = "budget-stage";
  public static final String BUDGET_STORE = "budget-store";
  public static final String BUDGET_MARKET_STORE = "budget-market-store";
  public static final String BUDGET_ACCOUNT_STORE = "budget-account-store";
  public static final String APPROVED_SOURCE = "approved-order-source";
  public static final String BUDGET_UPDATE_SINK = "budget-update-sink";
  public static final String RECOMMENDATION_SINK = "rebalance-recommendation-sink";
  public static final String BUDGET_ALERT_SINK = "budget-alert-sink";

  // Gate stage.
  public static final String RISK_OVERRIDE_SOURCE = "risk-override-source";
  public static final String OVERRIDE_ROUTER = "override-router";
  public static final String OVERRIDE_ROUTER_STORE = "override-router-store";
  public static final String OVERRIDE_ALERT_SINK = "override-alert-sink";
  public static final String OVERRIDE_ROUTED_SINK = "risk-override-routed-sink";
  public static final String ORDER_INTENT_SOURCE = "order-intent-source";
  public static final String BUDGET_UPDATE_SOURCE = "budget-update-source";
  public static final String MARKET_MARKS_SOURCE = "market-marks-source";
  public static final String GATE_STAGE = "gate-stage";
  public static final String LEDGER_STORE = "ledger-store";
  public static final String APPROVED_SINK = "approved-order-sink";
  public static final String REJECTED_SINK = "rejected-order-sink";
  public static final String UTILIZATION_SINK = "risk-utilization-sink";
  public static final String CANCEL_SINK = "cancel-request-sink";
  public static final String TRADING_STATE_SINK = "trading-state-sink";
  public static final String GATE_ALERT_SINK = "gate-alert-sink";

  /**
   * Header: wall-clock time, in milliseconds as a text, at which the market stage learnt of the
   * regime change that a record answers. The gate measures its response by it.
   */
  public static final String REGIME_LEARNT_AT = "regime-learnt-at";

  /**
   * Header between the door and the market stage: partition and offset that a record was read from.
   */
  public static final String ORIGIN = "origin";

  /**
   * Configuration key under which the applications pass the {@link
   * com.alphapulse.riskbudget.config.InstallationName} to what Kafka Streams makes.
   */
  public static final String INSTALLATION_CONFIG = "riskbudget.installation";

  private Names() {}

  /** Topics that Kafka Streams makes for the two applications. */
  static List<String> internalTopics(KafkaSettings settings) {
    String riskBudget = settings.applicationId(RISK_BUDGET);
    String orderGate = settings.applicationId(ORDER_GATE);
    List<String> topics = new ArrayList<>();
    for (String store :
        List.of(MARKET_STORE, BUDGET_STORE, BUDGET_MARKET_STORE, BUDGET_ACCOUNT_STORE)) {
      topics.add(riskBudget + "-" + store + "-changelog");
    }
    for (String repartition : List.of(MARKET_TICKS, MARKET_INSTRUMENTS)) {
      topics.add(riskBudget + "-" + repartition + "-repartition");
    }
    for (String store : List.of(OVERRIDE_ROUTER_STORE, LEDGER_STORE)) {
      topics.add(orderGate + "-" + store + "-changelog");
    }
    return topics;
  }
}
