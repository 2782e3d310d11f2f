package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.audit.outside.record.FittedIntent;
import com.alphapulse.riskbudget.audit.outside.record.Identifier;
import com.alphapulse.riskbudget.audit.outside.record.SetAside;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Which intent each decision answers. A decision that is no repeat answers the next intent after
 * its cursor; a repeat, which has the cursor of the decision that it repeats, answers the next
 * resent intent of its order. What the gate set aside it did not read, and nothing answers it.
 */
public final class AnsweredIntents {
  static final String INTENTS = "order-intent";

  private final Map<Integer, List<Question>> questions = new TreeMap<>();
  private final Map<OrderKey, List<Question>> byOrder = new HashMap<>();
  private final BiConsumer<Entry<OrderDecision>, Problem> report;

  /** An intent and the decision that answers it; null while there is none. */
  public static final class Question {
    final Entry<OrderIntent> intent;
    private Entry<OrderDecision> answer;

    Question(Entry<OrderIntent> intent) {
      this.intent = intent;
    }

    public Optional<Entry<OrderDecision>> answer() {
      return Optional.ofNullable(answer);
    }

    private boolean isAnsweredFirst() {
      return answer != null && !answer.value().getRepeat();
    }
  }

  /** What is wrong with a decision's place. */
  public record Problem(Kind kind, String detail) {}

  /** The id of an order, which is unique within its portfolio only. */
  private record OrderKey(String portfolioId, String orderId) {
    static OrderKey of(OrderIntent intent) {
      return new OrderKey(
          Identifier.cut(intent.getPortfolioId()), Identifier.cut(intent.getOrderId()));
    }
  }

  /**
   * Finds the answers.
   *
   * @param report takes what is wrong with a decision
   */
  public AnsweredIntents(History history, BiConsumer<Entry<OrderDecision>, Problem> report) {
    this.report = report;
    for (Entry<OrderIntent> intent :
        new SetAside(history, SetAside.GATE).without(history.intents())) {
      Question question = new Question(intent);
      questions.computeIfAbsent(intent.partition(), p -> new ArrayList<>()).add(question);
      byOrder.computeIfAbsent(OrderKey.of(intent.value()), k -> new ArrayList<>()).add(question);
    }
    history.decisions().stream().filter(d -> !d.value().getRepeat()).forEach(this::place);
    history.decisions().stream().filter(d -> d.value().getRepeat()).forEach(this::placeRepeat);
    order();
  }

  /** Intents of every partition with their answers, in their order. */
  public Map<Integer, List<Question>> byPartition() {
    return questions;
  }

  private void place(Entry<OrderDecision> decision) {
    OrderDecision value = decision.value();
    boolean approved = value.getOutcome() == Outcome.APPROVED;
    if (!decision.topic().equals(approved ? "approved-order" : "rejected-order")) {
      tell(decision, Kind.MISPLACED, "%s on %s".formatted(value.getOutcome(), decision.topic()));
    }
    Optional<Question> next =
        next(decision.partition(), value)
            .or(
                () ->
                    questions.keySet().stream()
                        .flatMap(partition -> next(partition, value).stream())
                        .findFirst());
    if (next.isEmpty()) {
      next = misled(decision);
    }
    if (next.isPresent() && next.get().answer != null) {
      tell(decision, Kind.ANSWERED_TWICE, "decided at " + next.get().answer.place() + " already");
    } else if (next.isPresent()) {
      next.get().answer = decision;
      if (!FittedIntent.of(next.get().intent.value()).equals(value.getIntent())) {
        tell(decision, Kind.INTENT_DIFFERS, "what was sent is at " + next.get().intent.place());
      }
    }
  }

  /** The next intent of a partition after a cursor, if it is the one that was decided. */
  private Optional<Question> next(int partition, OrderDecision decision) {
    List<Question> all = questions.getOrDefault(partition, List.of());
    long cursor = decision.getCursor().getOrDefault(INTENTS, -1L);
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).intent.offset() > cursor) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < all.size()
            && OrderKey.of(all.get(low).intent.value()).equals(OrderKey.of(decision.getIntent()))
        ? Optional.of(all.get(low))
        : Optional.empty();
  }

  /** The intent of a decision whose cursor does not lead to it. */
  private Optional<Question> misled(Entry<OrderDecision> decision) {
    List<Question> sent =
        byOrder.getOrDefault(OrderKey.of(decision.value().getIntent()), List.of());
    Optional<Question> open =
        sent.stream().filter(q -> q.answer == null).findFirst().or(() -> sent.stream().findFirst());
    if (open.isEmpty()) {
      tell(decision, Kind.NEVER_ASKED, "there is no such intent");
    } else {
      tell(
          decision,
          Kind.BAD_CURSOR,
          "the cursor says offset %s of %s, and the intent is at %s"
              .formatted(
                  decision.value().getCursor().get(INTENTS), INTENTS, open.get().intent.place()));
    }
    return open;
  }

  private void placeRepeat(Entry<OrderDecision> repeat) {
    List<Question> sent = byOrder.getOrDefault(OrderKey.of(repeat.value().getIntent()), List.of());
    Entry<OrderDecision> first = null;
    for (Question question : sent) {
      if (question.isAnsweredFirst()) {
        first = question.answer;
      } else if (first != null && question.answer == null) {
        question.answer = repeat;
        if (!says(first.value(), repeat.value())) {
          tell(repeat, Kind.REPEAT_DIFFERS, "the first decision is at " + first.place());
        }
        return;
      }
    }
    tell(repeat, Kind.NEVER_ASKED, "no resent intent asked for this repeat");
  }

  /** Whether a repeat is the first decision in everything but being a repeat. */
  private static boolean says(OrderDecision first, OrderDecision repeat) {
    return repeat.getRepeat()
        && repeat.getSchema().getFields().stream()
            .filter(field -> !field.name().equals("repeat"))
            .allMatch(
                field ->
                    Objects.equals(plain(first.get(field.pos())), plain(repeat.get(field.pos()))));
  }

  /** Avro's own lists cannot compare records that hold decimals. */
  private static Object plain(Object value) {
    return value instanceof List<?> list ? new ArrayList<>(list) : value;
  }

  /** Within a partition of a topic, decisions stand in the order of their intents. */
  private void order() {
    Map<List<Object>, Entry<OrderIntent>> latest = new HashMap<>();
    questions.values().stream()
        .flatMap(List::stream)
        .filter(question -> question.answer != null)
        .sorted(Comparator.comparingLong(question -> question.answer.offset()))
        .forEach(
            question -> {
              Entry<OrderIntent> intent = question.intent;
              Entry<OrderDecision> decision = question.answer;
              List<Object> tape =
                  List.of(decision.topic(), decision.partition(), intent.partition());
              Entry<OrderIntent> before = latest.get(tape);
              if (before != null && before.offset() > intent.offset()) {
                tell(
                    decision,
                    Kind.MISPLACED,
                    "the answer to %s stands after that to %s"
                        .formatted(intent.place(), before.place()));
              } else {
                latest.put(tape, intent);
              }
            });
  }

  private void tell(Entry<OrderDecision> decision, Kind kind, String detail) {
    report.accept(decision, new Problem(kind, detail));
  }
}
