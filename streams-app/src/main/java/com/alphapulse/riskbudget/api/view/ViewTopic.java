package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import org.apache.avro.specific.SpecificRecord;

/** Topics that the API reads, each with its record and the part of it that is read at start. */
public enum ViewTopic {
  PORTFOLIO(Topics.PORTFOLIO, Portfolio.class, Start.BEGINNING, Copies.ONE),
  BUDGET_UPDATE(Topics.BUDGET_UPDATE, BudgetUpdate.class, Start.BEGINNING, Copies.ONE),
  REGIME_CHANGE(Topics.REGIME_CHANGE, RegimeChange.class, Start.BEGINNING, Copies.ONE),
  RISK_OVERRIDE(Topics.RISK_OVERRIDE, RiskOverride.class, Start.BEGINNING, Copies.ONE),
  TRADING_STATE(Topics.TRADING_STATE, TradingStateUpdate.class, Start.BEGINNING, Copies.ONE),
  MARKET_STATE(Topics.MARKET_STATE, MarketState.class, Start.TAIL, Copies.PER_PARTITION),
  RISK_UTILIZATION(Topics.RISK_UTILIZATION, RiskUtilization.class, Start.TAIL, Copies.ONE),
  REBALANCE_RECOMMENDATION(
      Topics.REBALANCE_RECOMMENDATION, RebalanceRecommendation.class, Start.TAIL, Copies.ONE),
  RISK_ALERT(Topics.RISK_ALERT, RiskAlert.class, Start.TAIL, Copies.ONE),
  APPROVED_ORDER(Topics.APPROVED_ORDER, OrderDecision.class, Start.TAIL, Copies.ONE),
  REJECTED_ORDER(Topics.REJECTED_ORDER, OrderDecision.class, Start.TAIL, Copies.ONE);

  /** Offsets of each partition that are read at start, of a topic whose tail is read. */
  static final long TAIL_PER_PARTITION = 20_000;

  /**
   * Offsets of that tail that are kept. Less than what is read, since a topic may end in markers of
   * transactions, which count as offsets and are no records.
   */
  static final long KEPT_OF_TAIL = 19_000;

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

  private final Topics topic;
  private final Class<? extends SpecificRecord> recordType;
  private final Start start;
  private final Copies copies;

  ViewTopic(Topics topic, Class<? extends SpecificRecord> recordType, Start start, Copies copies) {
    this.topic = topic;
    this.recordType = recordType;
    this.start = start;
    this.copies = copies;
  }

  /** Name on the cluster. */
  public String on(InstallationName installation) {
    return topic.on(installation);
  }

  public Class<? extends SpecificRecord> recordType() {
    return recordType;
  }

  Start start() {
    return start;
  }

  Copies copies() {
    return copies;
  }
}
