package com.alphapulse.riskbudget.demo;

/** Topics that the demonstration writes and reads, as a client of the product knows them. */
final class TopicNames {
  static final String MARKET_DATA = "market-data";
  static final String INSTRUMENT = "instrument";
  static final String PORTFOLIO = "portfolio";
  static final String RISK_OVERRIDE = "risk-override";
  static final String ORDER_INTENT = "order-intent";
  static final String EXECUTION_REPORT = "execution-report";
  static final String APPROVED_ORDER = "approved-order";
  static final String REJECTED_ORDER = "rejected-order";
  static final String CANCEL_REQUEST = "cancel-request";
  static final String BUDGET_UPDATE = "budget-update";
  static final String MARKET_STATE = "market-state";
  static final String MARKET_MARKS = "market-marks";
  static final String REBALANCE_RECOMMENDATION = "rebalance-recommendation";
  static final String RISK_ALERT = "risk-alert";
  static final String DEAD_LETTER = "dead-letter";

  private TopicNames() {}
}
