package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import java.util.List;

/**
 * Committed records of the topics that the check reads; within a partition, in the order of their
 * offsets.
 *
 * @param decisions of both topics, approved and rejected
 * @param marks one copy per partition, as the gate reads them
 */
public record History(
    List<Entry<OrderIntent>> intents,
    List<Entry<OrderDecision>> decisions,
    List<Entry<ExecutionReport>> executions,
    List<Entry<BudgetUpdate>> budgets,
    List<Entry<MarketMarks>> marks,
    List<Entry<Portfolio>> portfolios) {

  /** A record and where it stood. */
  public record Entry<T>(int partition, long offset, String key, T value) {}

  public History {
    intents = List.copyOf(intents);
    decisions = List.copyOf(decisions);
    executions = List.copyOf(executions);
    budgets = List.copyOf(budgets);
    marks = List.copyOf(marks);
    portfolios = List.copyOf(portfolios);
  }
}
