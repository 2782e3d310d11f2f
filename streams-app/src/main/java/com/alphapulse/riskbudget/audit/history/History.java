package com.alphapulse.riskbudget.audit.history;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import java.util.List;

/**
 * Committed records of the topics that the audit reads; within a partition, in the order of their
 * offsets.
 *
 * @param partitions of every topic
 * @param decisions of both topics, approved and rejected
 * @param marks one copy per partition, as the gate reads them
 * @param states one copy per partition, as the gate reads them
 * @param portfolios definitions; one without a value withdraws that of its key
 * @param overrides as they were routed to the gate
 * @param alerts of every stage
 */
public record History(
    int partitions,
    List<Entry<OrderIntent>> intents,
    List<Entry<OrderDecision>> decisions,
    List<Entry<ExecutionReport>> executions,
    List<Entry<BudgetUpdate>> budgets,
    List<Entry<MarketMarks>> marks,
    List<Entry<MarketState>> states,
    List<Entry<Portfolio>> portfolios,
    List<Entry<RiskOverride>> overrides,
    List<Entry<RiskAlert>> alerts) {

  /** A record and where it stood. */
  public record Entry<T>(String topic, int partition, long offset, String key, T value) {

    /** Topic, partition and offset, for messages. */
    public String place() {
      return "%s-%d@%d".formatted(topic, partition, offset);
    }
  }

  public History {
    intents = List.copyOf(intents);
    decisions = List.copyOf(decisions);
    executions = List.copyOf(executions);
    budgets = List.copyOf(budgets);
    marks = List.copyOf(marks);
    states = List.copyOf(states);
    portfolios = List.copyOf(portfolios);
    overrides = List.copyOf(overrides);
    alerts = List.copyOf(alerts);
  }

  /** Records of one partition. */
  public static <T> List<Entry<T>> ofPartition(List<Entry<T>> all, int partition) {
    return all.stream().filter(entry -> entry.partition() == partition).toList();
  }
}
