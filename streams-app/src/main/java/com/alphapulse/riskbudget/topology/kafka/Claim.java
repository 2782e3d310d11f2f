package com.alphapulse.riskbudget.topology.kafka;

/** What one consumer group of an installation does alone: a second one would do it twice. */
public enum Claim {
  PRICES(Names.RISK_BUDGET, Topics.MARKET_DATA, "every market would be published twice"),
  BUDGETS(Names.RISK_BUDGET, Topics.APPROVED_ORDER, "every budget would be published twice"),
  ORDERS(Names.ORDER_GATE, Topics.ORDER_INTENT, "every order would be answered twice");

  private final String application;
  private final Topics topic;
  private final String harm;

  Claim(String application, Topics topic, String harm) {
    this.application = application;
    this.topic = topic;
    this.harm = harm;
  }

  /** The application that does it, and that the id of any such group ends with. */
  String application() {
    return application;
  }

  /** What it reads for that. */
  Topics topic() {
    return topic;
  }

  /** What would come of two. */
  String harm() {
    return harm;
  }
}
