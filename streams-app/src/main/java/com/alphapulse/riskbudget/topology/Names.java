package com.alphapulse.riskbudget.topology;

import java.util.ArrayList;
import java.util.List;

/** Names of every node, store and internal topic, and of the headers that the stages add. */
final class Names {
  // Applications.
  static final String RISK_BUDGET = "risk-budget";
  static final String ORDER_GATE = "order-gate";

  // Market stage.
  static final String MARKET_DATA_SOURCE = "market-data-source";
  static final String INSTRUMENT_SOURCE = "instrument-source";
  static final String REGIME_CHANGE_SOURCE = "regime-change-source";
  static final String TICKS_DOOR = "ticks-door";
  static final String TICKS_ALERT_SINK = "ticks-alert-sink";
  static final String INSTRUMENTS_DOOR = "instruments-door";
  static final String INSTRUMENTS_ALERT_SINK = "instruments-alert-sink";
  static final String TICKS_AND_INSTRUMENTS = "ticks-and-instruments";
  static final String MARKET_INPUTS = "market-inputs";
  static final String TICKS_BY_MARKET = "ticks-by-market";
  static final String INSTRUMENTS_BY_MARKET = "instruments-by-market";
  static final String MARKET_TICKS = "market-ticks";
  static final String MARKET_INSTRUMENTS = "market-instruments";
  static final String MARKET_STAGE = "market-stage";
  static final String MARKET_STORE = "market-store";
  static final String MARKET_STATE_SINK = "market-state-sink";
  static final String MARKET_MARKS_SINK = "market-marks-sink";
  static final String REGIME_CHANGE_SINK = "regime-change-sink";
  static final String MARKET_ALERT_SINK = "market-alert-sink";

  // Budget stage.
  static final String PORTFOLIO_SOURCE = "portfolio-source";
  static final String EXECUTION_SOURCE = "execution-report-source";
  static final String OVERRIDE_SOURCE = "risk-override-routed-source";
  static final String MARKET_STATE_SOURCE = "market-state-source";
  static final String BUDGET_STAGE = "budget-stage";
  static final String BUDGET_STORE = "budget-store";
  static final String BUDGET_MARKET_STORE = "budget-market-store";
  static final String BUDGET_EXECUTION_STORE = "budget-execution-store";
  static final String BUDGET_ACCOUNT_STORE = "budget-account-store";
  static final String APPROVED_SOURCE = "approved-order-source";
  static final String BUDGET_UPDATE_SINK = "budget-update-sink";
  static final String RECOMMENDATION_SINK = "rebalance-recommendation-sink";
  static final String BUDGET_ALERT_SINK = "budget-alert-sink";

  // Gate stage.
  static final String RISK_OVERRIDE_SOURCE = "risk-override-source";
  static final String OVERRIDE_ROUTER = "override-router";
  static final String OVERRIDE_ALERT_SINK = "override-alert-sink";
  static final String OVERRIDE_ROUTED_SINK = "risk-override-routed-sink";
  static final String ORDER_INTENT_SOURCE = "order-intent-source";
  static final String BUDGET_UPDATE_SOURCE = "budget-update-source";
  static final String MARKET_MARKS_SOURCE = "market-marks-source";
  static final String GATE_STAGE = "gate-stage";
  static final String LEDGER_STORE = "ledger-store";
  static final String APPROVED_SINK = "approved-order-sink";
  static final String REJECTED_SINK = "rejected-order-sink";
  static final String UTILIZATION_SINK = "risk-utilization-sink";
  static final String CANCEL_SINK = "cancel-request-sink";
  static final String GATE_ALERT_SINK = "gate-alert-sink";

  /**
   * Header: wall-clock time, in milliseconds as a text, at which the market stage learnt of the
   * regime change that a record answers. The gate measures its response by it.
   */
  static final String REGIME_LEARNT_AT = "regime-learnt-at";

  private Names() {}

  /**
   * Topics that Kafka Streams makes for the two applications.
   *
   * @param prefix of the application ids
   */
  static List<String> internalTopics(String prefix) {
    List<String> topics = new ArrayList<>();
    for (String store :
        List.of(
            MARKET_STORE,
            BUDGET_STORE,
            BUDGET_MARKET_STORE,
            BUDGET_EXECUTION_STORE,
            BUDGET_ACCOUNT_STORE)) {
      topics.add(prefix + RISK_BUDGET + "-" + store + "-changelog");
    }
    for (String repartition : List.of(MARKET_TICKS, MARKET_INSTRUMENTS)) {
      topics.add(prefix + RISK_BUDGET + "-" + repartition + "-repartition");
    }
    topics.add(prefix + ORDER_GATE + "-" + LEDGER_STORE + "-changelog");
    return topics;
  }
}
