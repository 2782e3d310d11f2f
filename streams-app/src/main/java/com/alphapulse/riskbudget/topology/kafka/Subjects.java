package com.alphapulse.riskbudget.topology.kafka;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.schema.Subject;
import com.alphapulse.riskbudget.serde.SchemaText;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** The schema that each topic's values have, under its subject {@code <topic>-value}. */
public final class Subjects {

  /** Topics that others write, alone or beside the product. */
  private static final Set<Topics> INPUTS =
      EnumSet.of(
          Topics.MARKET_DATA,
          Topics.INSTRUMENT,
          Topics.REGIME_CHANGE,
          Topics.PORTFOLIO,
          Topics.EXECUTION_REPORT,
          Topics.RISK_OVERRIDE,
          Topics.ORDER_INTENT);

  private Subjects() {}

  /** The subjects of all topics of an installation, in the topics' order. */
  public static List<Subject> all(InstallationName installation) {
    return schemas().entrySet().stream()
        .map(
            entry ->
                new Subject(
                    entry.getKey().on(installation) + "-value",
                    SchemaText.portable(entry.getValue()),
                    INPUTS.contains(entry.getKey())))
        .toList();
  }

  /** By topic; {@code dead-letter} has none, it holds whatever was sent. */
  private static Map<Topics, Schema> schemas() {
    Map<Topics, Schema> schemas = new EnumMap<>(Topics.class);
    for (Topics topic : Topics.values()) {
      switch (topic) {
        case MARKET_DATA -> schemas.put(topic, MarketData.SCHEMA$);
        case INSTRUMENT -> schemas.put(topic, Instrument.SCHEMA$);
        case REGIME_CHANGE -> schemas.put(topic, RegimeChange.SCHEMA$);
        case PORTFOLIO -> schemas.put(topic, Portfolio.SCHEMA$);
        case EXECUTION_REPORT -> schemas.put(topic, ExecutionReport.SCHEMA$);
        case RISK_OVERRIDE, RISK_OVERRIDE_ROUTED -> schemas.put(topic, RiskOverride.SCHEMA$);
        case MARKET_STATE -> schemas.put(topic, MarketState.SCHEMA$);
        case MARKET_MARKS -> schemas.put(topic, MarketMarks.SCHEMA$);
        case BUDGET_UPDATE -> schemas.put(topic, BudgetUpdate.SCHEMA$);
        case REBALANCE_RECOMMENDATION -> schemas.put(topic, RebalanceRecommendation.SCHEMA$);
        case RISK_UTILIZATION -> schemas.put(topic, RiskUtilization.SCHEMA$);
        case TRADING_STATE -> schemas.put(topic, TradingStateUpdate.SCHEMA$);
        case RISK_ALERT -> schemas.put(topic, RiskAlert.SCHEMA$);
        case ORDER_INTENT -> schemas.put(topic, OrderIntent.SCHEMA$);
        case APPROVED_ORDER, REJECTED_ORDER -> schemas.put(topic, OrderDecision.SCHEMA$);
        case CANCEL_REQUEST -> schemas.put(topic, CancelRequest.SCHEMA$);
        case DEAD_LETTER -> {
          // Raw bytes of any topic.
        }
      }
    }
    return schemas;
  }
}
