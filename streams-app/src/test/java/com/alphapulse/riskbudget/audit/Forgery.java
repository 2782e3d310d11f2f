package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A history that somebody has changed afterwards. */
final class Forgery {
  private final History history;
  private List<Entry<OrderIntent>> intents;
  private List<Entry<OrderDecision>> decisions;
  private List<Entry<ExecutionReport>> executions;
  private List<Entry<BudgetUpdate>> budgets;
  private List<Entry<MarketMarks>> marks;
  private List<Entry<RiskOverride>> overrides;
  private List<Entry<RiskAlert>> alerts;

  Forgery(History history) {
    this.history = history;
    this.intents = history.intents();
    this.decisions = history.decisions();
    this.executions = history.executions();
    this.budgets = history.budgets();
    this.marks = history.marks();
    this.overrides = history.overrides();
    this.alerts = history.alerts();
  }

  /** Changes the first decision on an order. */
  Forgery decision(String orderId, Consumer<OrderDecision.Builder> change) {
    boolean[] done = {false};
    decisions =
        replaced(
            decisions,
            d -> d.getIntent().getOrderId().equals(orderId) && !d.getRepeat() && !done[0],
            d -> {
              done[0] = true;
              OrderDecision.Builder builder = OrderDecision.newBuilder(d);
              change.accept(builder);
              return builder.build();
            });
    return this;
  }

  /** Changes what the decision on an order says it saw. */
  Forgery inputs(String orderId, Consumer<DecisionInputs.Builder> change) {
    return decision(
        orderId,
        d -> {
          DecisionInputs.Builder inputs = DecisionInputs.newBuilder(d.getInputs());
          change.accept(inputs);
          d.setInputs(inputs.build());
        });
  }

  /** Moves the decision on an order to another topic, at its end. */
  Forgery move(String orderId, String topic) {
    decisions =
        decisions.stream()
            .map(
                d ->
                    d.value().getIntent().getOrderId().equals(orderId)
                        ? new Entry<>(topic, d.partition(), 1000 + d.offset(), d.key(), d.value())
                        : d)
            .toList();
    return this;
  }

  /** Swaps two decisions of the same topic. */
  Forgery swap(String orderId, String other) {
    long first = decisionOn(orderId).offset();
    long second = decisionOn(other).offset();
    decisions =
        decisions.stream()
            .map(
                d ->
                    d.value().getIntent().getOrderId().equals(orderId)
                        ? at(d, second)
                        : d.value().getIntent().getOrderId().equals(other) ? at(d, first) : d)
            .toList();
    return this;
  }

  private static <T> Entry<T> at(Entry<T> entry, long offset) {
    return new Entry<>(entry.topic(), entry.partition(), offset, entry.key(), entry.value());
  }

  Entry<OrderDecision> decisionOn(String orderId) {
    return decisions.stream()
        .filter(d -> d.value().getIntent().getOrderId().equals(orderId))
        .findFirst()
        .orElseThrow();
  }

  Forgery withoutDecision(String orderId) {
    decisions = without(decisions, d -> d.getIntent().getOrderId().equals(orderId));
    return this;
  }

  /** Adds a decision after the others of its topic. */
  Forgery add(Entry<OrderDecision> decision) {
    List<Entry<OrderDecision>> more = new ArrayList<>(decisions);
    more.add(at(decision, 1000));
    decisions = more;
    return this;
  }

  Forgery withoutIntent(String orderId) {
    intents = without(intents, i -> i.getOrderId().equals(orderId));
    return this;
  }

  Forgery intent(String orderId, UnaryOperator<OrderIntent> change) {
    intents = replaced(intents, i -> i.getOrderId().equals(orderId), change);
    return this;
  }

  Forgery withoutReport(String execId) {
    executions = without(executions, r -> r.getExecId().equals(execId));
    return this;
  }

  Forgery report(String execId, UnaryOperator<ExecutionReport> change) {
    executions = replaced(executions, r -> r.getExecId().equals(execId), change);
    return this;
  }

  Forgery withoutBudget(long version) {
    budgets = without(budgets, b -> b.getVersion() == version);
    return this;
  }

  Forgery budget(long version, UnaryOperator<BudgetUpdate> change) {
    budgets = replaced(budgets, b -> b.getVersion() == version, change);
    return this;
  }

  Forgery marks(long sequence, UnaryOperator<MarketMarks> change) {
    marks = replaced(marks, m -> m.getSequence() == sequence, change);
    return this;
  }

  Forgery withoutOverride(String overrideId) {
    overrides = without(overrides, o -> o.getOverrideId().equals(overrideId));
    return this;
  }

  Forgery override(String overrideId, UnaryOperator<RiskOverride> change) {
    overrides = replaced(overrides, o -> o.getOverrideId().equals(overrideId), change);
    return this;
  }

  Forgery add(RiskAlert alert) {
    List<Entry<RiskAlert>> more = new ArrayList<>(alerts);
    more.add(new Entry<>("risk-alert", 0, 1000, "forged", alert));
    alerts = more;
    return this;
  }

  Forgery withoutAlerts(String type) {
    alerts = without(alerts, a -> a.getType().equals(type));
    return this;
  }

  History history() {
    return new History(
        history.partitions(),
        intents,
        decisions,
        executions,
        budgets,
        marks,
        history.states(),
        history.portfolios(),
        overrides,
        alerts);
  }

  private static <T> List<Entry<T>> replaced(
      List<Entry<T>> entries, Predicate<T> which, UnaryOperator<T> change) {
    return entries.stream()
        .map(
            e ->
                which.test(e.value())
                    ? new Entry<>(
                        e.topic(), e.partition(), e.offset(), e.key(), change.apply(e.value()))
                    : e)
        .toList();
  }

  private static <T> List<Entry<T>> without(List<Entry<T>> entries, Predicate<T> which) {
    return entries.stream().filter(e -> !which.test(e.value())).toList();
  }
}
