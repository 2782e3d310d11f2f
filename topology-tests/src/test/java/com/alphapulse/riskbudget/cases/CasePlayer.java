package com.alphapulse.riskbudget.cases;

import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Plays a case: each line in turn, waiting for what the line is about and never for time alone.
 *
 * <pre>
 * {"note":"..."}
 * {"instrument":{..}} {"portfolio":{..}} {"regime":"BULL"} {"override":{..}} {"order":{..}} {"exec":{..}}
 * {"raw":{"topic":"order-intent","key":"$P","hex":"00.."|null}}
 * {"history":{"A":100},"days":6,"swing":0.01}     closes of six days; or "walk" and "seed"
 * {"price":{"symbol":"A","price":"100"},"t":"-1d"}
 * {"ticks":{"A":100},"seconds":180,"every":2}     in event time, up to the present
 * {"tick":1}                                      the case's clock takes the wall clock's time
 * {"settle":true}                                 until all that was sent is applied
 * {"awaitBudget":true,"regime":"BULL"}
 * {"expect":{"order":"o","outcome":"APPROVED","quantity":"10","largest":"5","reasons":[..],"not":[..],
 *            "inputs":{"position":"10"}}}
 * {"orderUntil":{..},"outcome":..}                orders again and again, until one is answered so
 * {"expectNone":"o"} {"expectAlert":"TYPE","severity":"CRITICAL","says":[..]} {"noAlert":"TYPE"}
 * {"util":{"scope":"SYMBOL","scopeId":"A","used":"10","reserved":"0"}}
 * {"budget":{"equity":"10","symbols/$A/positionLimit":[1,2]}} {"state":{..}}
 * {"cancels":["o"]} {"noCancels":["o"]}
 * {"api":"POST /path","body":{..},"status":202,"says":[..],"expect":{"a/b":1}}
 * {"recommend":true,"trigger":"MANUAL","atMost":10,"empty":false} {"follow":true}
 * </pre>
 *
 * A line's time is the case's present, or {@code "t"} from it; {@code "timestamp"} is its record's
 * alone. A wanted value is a text, a number or a range of two. {@link CaseNames} tells how names
 * are written, {@link InputSteps} what a record has that does not say so.
 */
final class CasePlayer {
  private final CaseRun run;
  private final InputSteps inputs;

  /** By the field that tells what a line is; the first that a line has counts. */
  private final Map<String, Consumer<JsonNode>> steps = new LinkedHashMap<>();

  /**
   * @param id of the case, unique among all on a platform
   */
  CasePlayer(String id, CasePlatform.Clients clients) {
    run = new CaseRun(new CaseNames(id), clients);
    inputs = new InputSteps(run);
    PriceSteps prices = new PriceSteps(run);
    DecisionSteps decisions = new DecisionSteps(run);
    CheckSteps checks = new CheckSteps(run);
    ProposalSteps proposals = new ProposalSteps(run, inputs, decisions);
    steps.put("note", line -> run.say("-- " + line.get("note").asText()));
    steps.put("settle", line -> run.settle());
    // As files for other players say it, which know no better.
    steps.put("sleep", line -> run.settle());
    steps.put("tick", line -> run.clock().tick());
    // Before the regime, of which a line that awaits a budget may speak.
    steps.put("awaitBudget", this::awaitBudget);
    steps.put("instrument", inputs::instrument);
    steps.put("portfolio", inputs::portfolio);
    steps.put("regime", inputs::regime);
    steps.put("override", inputs::override);
    steps.put("order", inputs::order);
    steps.put("exec", inputs::exec);
    steps.put("raw", inputs::raw);
    steps.put("history", prices::history);
    steps.put("price", prices::price);
    steps.put("ticks", prices::ticks);
    // Before the expectation that goes with it.
    steps.put("api", proposals::api);
    steps.put("recommend", proposals::recommend);
    steps.put("follow", proposals::follow);
    steps.put("orderUntil", line -> decisions.orderUntil(line, inputs));
    steps.put("expect", decisions::expect);
    steps.put("expectNone", decisions::expectNone);
    steps.put("expectAlert", checks::expectAlert);
    steps.put("noAlert", checks::noAlert);
    steps.put("util", checks::util);
    steps.put("budget", checks::budget);
    steps.put("state", checks::state);
    steps.put("cancels", checks::cancels);
    steps.put("noCancels", checks::noCancels);
  }

  /**
   * Plays all lines, also after one has failed, and takes back what other cases would feel.
   *
   * @throws AssertionError with all that was seen, if anything was not as it must be
   */
  void play(CaseFile file) {
    try {
      file.lines().forEach(this::step);
    } catch (RuntimeException e) {
      throw new AssertionError("\n" + run.log(), e);
    } finally {
      inputs.withdrawAll();
    }
    if (!run.isRight()) {
      throw new AssertionError("\n" + run.log());
    }
  }

  private void step(JsonNode line) {
    steps.entrySet().stream()
        .filter(step -> line.has(step.getKey()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown line " + line))
        .getValue()
        .accept(line);
  }

  /** Waits for a budget of the portfolio, of a regime perhaps, and until the gate has it. */
  private void awaitBudget(JsonNode line) {
    String portfolio =
        line.get("awaitBudget").isTextual()
            ? run.names().text(line.get("awaitBudget").asText())
            : run.names().portfolio();
    Optional<JsonNode> budget =
        run.observed()
            .await(
                Topics.BUDGET_UPDATE,
                0,
                CheckSteps.PATIENCE,
                b ->
                    b.get("portfolioId").asText().equals(portfolio)
                        && b.get("regime")
                            .asText()
                            .equals(line.path("regime").asText(b.get("regime").asText())));
    if (budget.isEmpty()) {
      run.check(false, "no budget for " + portfolio);
      return;
    }
    run.settle();
    JsonNode b = budget.get();
    run.say(
        "budget v%s %s %s equity %s leverage %s symbols %s"
            .formatted(
                b.get("version"),
                b.get("cause").asText(),
                b.get("regime").asText(),
                b.get("equity"),
                b.get("leverageLimit"),
                b.get("symbols")));
  }
}
