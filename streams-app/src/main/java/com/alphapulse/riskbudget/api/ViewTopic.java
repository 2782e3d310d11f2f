package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import org.apache.avro.specific.SpecificRecord;

/** Topics that the API reads, each with its record and the part of it that is read at start. */
enum ViewTopic {
  PORTFOLIO("portfolio", Portfolio.class, Start.BEGINNING, Copies.ONE),
  BUDGET_UPDATE("budget-update", BudgetUpdate.class, Start.BEGINNING, Copies.ONE),
  REGIME_CHANGE("regime-change", RegimeChange.class, Start.BEGINNING, Copies.ONE),
  RISK_OVERRIDE("risk-override", RiskOverride.class, Start.BEGINNING, Copies.ONE),
  MARKET_STATE("market-state", MarketState.class, Start.TAIL, Copies.PER_PARTITION),
  RISK_UTILIZATION("risk-utilization", RiskUtilization.class, Start.TAIL, Copies.ONE),
  REBALANCE_RECOMMENDATION(
      "rebalance-recommendation", RebalanceRecommendation.class, Start.TAIL, Copies.ONE),
  RISK_ALERT("risk-alert", RiskAlert.class, Start.TAIL, Copies.ONE),
  APPROVED_ORDER("approved-order", OrderDecision.class, Start.TAIL, Copies.ONE),
  REJECTED_ORDER("rejected-order", OrderDecision.class, Start.TAIL, Copies.ONE);

  /** Where reading starts. */
  enum Start {
    BEGINNING,
    /** The last records of each partition only: the topic keeps more than the view does. */
    TAIL
  }

  /** How often each record is in the topic. */
  enum Copies {
    ONE,
    /** Sent to every partition; one partition tells all. */
    PER_PARTITION
  }

  private final String topicName;
  private final Class<? extends SpecificRecord> recordType;
  private final Start start;
  private final Copies copies;

  ViewTopic(
      String topicName, Class<? extends SpecificRecord> recordType, Start start, Copies copies) {
    this.topicName = topicName;
    this.recordType = recordType;
    this.start = start;
    this.copies = copies;
  }

  String topicName() {
    return topicName;
  }

  Class<? extends SpecificRecord> recordType() {
    return recordType;
  }

  Start start() {
    return start;
  }

  Copies copies() {
    return copies;
  }
}
