package com.alphapulse.riskbudget.cases;

import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The lines that say what the gate must have decided. */
final class DecisionSteps {
  /** Between two orders of which only the last is answered as wanted. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Characters of an order's identifier that a log shows. */
  private static final int ID_SHOWN = 40;

  private final CaseRun run;

  DecisionSteps(CaseRun run) {
    this.run = run;
  }

  void expect(JsonNode line) {
    JsonNode wanted = run.names().in(line.get("expect"));
    Predicate<JsonNode> fits =
        decision ->
            decision.at("/intent/orderId").asText().equals(wanted.get("order").asText())
                && decision.at("/intent/portfolioId").asText().equals(portfolio(wanted))
                && (!wanted.has("repeat")
                    || decision.get("repeat").asBoolean() == wanted.get("repeat").asBoolean());
    Optional<JsonNode> decision = awaitDecision(fits);
    if (decision.isEmpty()) {
      run.check(false, wanted.get("order").asText() + ": no decision");
    } else {
      run.check(wrong(decision.get(), wanted), text(decision.get()));
    }
  }

  /**
   * Sends an order again and again, each time under another id, until the answer is the wanted one:
   * for what changes as time goes by.
   */
  void orderUntil(JsonNode line, InputSteps inputs) {
    JsonNode wanted = run.names().in(line);
    long deadline = System.nanoTime() + CheckSteps.PATIENCE.toNanos();
    Optional<JsonNode> decision;
    boolean right;
    do {
      String orderId = "until-" + run.next();
      inputs.order(((ObjectNode) line.get("orderUntil")).deepCopy().put("orderId", orderId), line);
      decision = awaitDecision(d -> d.at("/intent/orderId").asText().equals(orderId) && isMine(d));
      right = decision.isPresent() && wrong(decision.get(), wanted).isEmpty();
      if (!right) {
        run.observed().await(Topics.APPROVED_ORDER, 0, PAUSE, d -> false);
      }
    } while (!right && System.nanoTime() < deadline);
    run.check(right, "until " + wanted.toString() + ": " + decision.map(DecisionSteps::text));
  }

  private boolean isMine(JsonNode decision) {
    return decision.at("/intent/portfolioId").asText().equals(run.names().portfolio());
  }

  private Optional<JsonNode> awaitDecision(Predicate<JsonNode> fits) {
    long deadline = System.nanoTime() + CheckSteps.PATIENCE.toNanos();
    Optional<JsonNode> found;
    do {
      run.observed().poll();
      found =
          run.observed()
              .latest(Topics.APPROVED_ORDER, fits)
              .or(() -> run.observed().latest(Topics.REJECTED_ORDER, fits));
    } while (found.isEmpty() && System.nanoTime() < deadline);
    return found;
  }

  private static List<String> wrong(JsonNode decision, JsonNode wanted) {
    List<String> wrong = new ArrayList<>();
    CaseRun.compare(wrong, wanted, "outcome", decision.get("outcome"));
    CaseRun.compare(wrong, wanted, "quantity", decision.get("approvedQuantity"));
    CaseRun.compare(wrong, wanted, "largest", decision.get("largestQuantity"));
    List<String> reasons = decision.findValuesAsText("reason");
    for (JsonNode reason : wanted.path("reasons")) {
      if (!reasons.contains(reason.asText())) {
        wrong.add("should name " + reason.asText());
      }
    }
    for (JsonNode reason : wanted.path("not")) {
      if (reasons.contains(reason.asText())) {
        wrong.add("should not name " + reason.asText());
      }
    }
    wanted
        .path("inputs")
        .properties()
        .forEach(
            e ->
                CaseRun.compare(
                    wrong, wanted.get("inputs"), e.getKey(), decision.at("/inputs/" + e.getKey())));
    return wrong;
  }

  private static String text(JsonNode decision) {
    JsonNode inputs = decision.get("inputs");
    StringBuilder text = new StringBuilder();
    String orderId = decision.at("/intent/orderId").asText();
    text.append(orderId, 0, Math.min(ID_SHOWN, orderId.length()));
    text.append(": ").append(decision.get("outcome").asText());
    text.append(' ').append(CaseRun.text(decision.get("approvedQuantity")));
    text.append(" of ").append(CaseRun.text(decision.at("/intent/quantity")));
    text.append(decision.get("reducing").asBoolean() ? " reducing" : "");
    for (JsonNode violation : decision.get("violations")) {
      text.append(" [").append(violation.get("reason").asText());
      text.append(": ").append(violation.get("message").asText()).append(']');
    }
    for (String field :
        List.of("position", "pendingBuys", "pendingSells", "grossExposure", "equity", "mark")) {
      text.append(' ').append(field).append(' ').append(CaseRun.text(inputs.get(field)));
    }
    return text.toString();
  }

  void expectNone(JsonNode line) {
    String order = run.names().text(line.get("expectNone").asText());
    run.settle();
    Predicate<JsonNode> fits =
        decision -> decision.at("/intent/orderId").asText().equals(order) && isMine(decision);
    boolean came =
        run.observed().latest(Topics.APPROVED_ORDER, fits).isPresent()
            || run.observed().latest(Topics.REJECTED_ORDER, fits).isPresent();
    run.check(!came, order + ": no decision may come");
  }

  private String portfolio(JsonNode wanted) {
    return wanted.path("portfolioId").asText(run.names().portfolio());
  }
}
