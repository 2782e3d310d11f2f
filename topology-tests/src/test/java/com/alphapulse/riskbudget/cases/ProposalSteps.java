package com.alphapulse.riskbudget.cases;

import com.alphapulse.riskbudget.cases.ApiClient.Answer;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The lines that ask the HTTP interface, and those about what the product proposes. */
final class ProposalSteps {
  private static final int NOT_FOUND = 404;
  private static final int NOT_READY = 503;

  private final CaseRun run;
  private final InputSteps inputs;
  private final DecisionSteps decisions;

  /** Recommendations that were there before the HTTP interface was asked for one. */
  private int before;

  private JsonNode recommendation;

  ProposalSteps(CaseRun run, InputSteps inputs, DecisionSteps decisions) {
    this.run = run;
    this.inputs = inputs;
    this.decisions = decisions;
  }

  /** Asks, with a {@code body} perhaps; what must come back is told as with records. */
  void api(JsonNode line) {
    JsonNode wanted = run.names().in(line);
    String[] request = wanted.get("api").asText().split(" ", 2);
    run.settle();
    before = run.observed().count(Topics.REBALANCE_RECOMMENDATION);
    Answer answer = ask(request[0], request[1], wanted);
    List<String> wrong = new ArrayList<>();
    if (wanted.has("status") && wanted.get("status").asInt() != answer.status()) {
      wrong.add("status should be " + wanted.get("status"));
    }
    for (JsonNode text : wanted.path("says")) {
      if (!answer.body().toString().contains(text.asText())) {
        wrong.add("should say " + text.asText());
      }
    }
    wanted
        .path("expect")
        .properties()
        .forEach(
            e -> {
              if (!CaseRun.same(
                  CaseRun.dig(answer.body(), e.getKey().split("/", -1)), e.getValue())) {
                wrong.add("%s should be %s".formatted(e.getKey(), e.getValue()));
              }
            });
    run.check(
        wrong, "%s -> %d %s".formatted(wanted.get("api").asText(), answer.status(), answer.body()));
  }

  /** The interface's view of the topics may be some milliseconds behind what a case has seen. */
  private Answer ask(String method, String path, JsonNode line) {
    long deadline = System.nanoTime() + CheckSteps.PATIENCE.toNanos();
    Set<Integer> notYet = Set.of(NOT_FOUND, NOT_READY);
    Answer answer;
    do {
      answer = run.api().ask(method, path, line.path("body"));
    } while (notYet.contains(answer.status())
        && answer.status() != line.path("status").asInt()
        && System.nanoTime() < deadline);
    return answer;
  }

  /**
   * A recommendation that was made since the last question to the HTTP interface: of a {@code
   * trigger} perhaps, of no trade larger than {@code atMost}, or {@code empty}.
   */
  void recommend(JsonNode line) {
    Optional<JsonNode> found =
        run.observed()
            .await(
                Topics.REBALANCE_RECOMMENDATION,
                before,
                CheckSteps.PATIENCE,
                r ->
                    r.get("portfolioId").asText().equals(run.names().portfolio())
                        && (!line.has("trigger")
                            || r.get("triggers")
                                .findValuesAsText("type")
                                .contains(line.get("trigger").asText())));
    if (found.isEmpty()) {
      run.check(false, "no recommendation");
      return;
    }
    recommendation = found.get();
    List<String> trades = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (JsonNode trade : recommendation.get("trades")) {
      trades.add(
          "%s %s %s"
              .formatted(
                  trade.get("side").asText(),
                  CaseRun.text(trade.get("quantity")),
                  CaseNames.plain(trade.get("symbol").asText())));
      if (line.has("atMost")
          && trade
                  .get("quantity")
                  .decimalValue()
                  .compareTo(new BigDecimal(line.get("atMost").asText()))
              > 0) {
        wrong.add("should be %s at most".formatted(line.get("atMost")));
      }
    }
    if (line.path("empty").asBoolean() != trades.isEmpty()) {
      wrong.add(trades.isEmpty() ? "should propose something" : "should propose nothing");
    }
    run.check(wrong, "recommended " + trades);
  }

  /** Sends the trades of the last recommendation as orders, as they stand; each must pass. */
  void follow(JsonNode line) {
    if (recommendation == null) {
      run.check(false, "nothing to follow");
      return;
    }
    for (JsonNode trade : recommendation.get("trades")) {
      String orderId = "follow-" + run.next();
      ObjectNode order =
          JsonNodeFactory.instance
              .objectNode()
              .put("orderId", orderId)
              .put("symbol", trade.get("symbol").asText())
              .put("side", trade.get("side").asText())
              .put("quantity", CaseRun.text(trade.get("quantity")))
              .put("submittedAt", System.currentTimeMillis());
      inputs.order(order, line);
      ObjectNode wanted = JsonNodeFactory.instance.objectNode();
      wanted.putObject("expect").put("order", orderId).put("outcome", "APPROVED");
      decisions.expect(wanted);
    }
  }
}
