package com.alphapulse.riskbudget.cases;

import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The lines that say what else must have come of the records, or must not. */
final class CheckSteps {
  /** For what must come; a machine under load takes its time. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CaseRun run;

  CheckSteps(CaseRun run) {
    this.run = run;
  }

  /** An alert about the portfolio or the market, with the texts that {@code says} lists. */
  void expectAlert(JsonNode line) {
    JsonNode wanted = run.names().in(line);
    Optional<JsonNode> alert =
        run.observed()
            .await(
                Topics.RISK_ALERT,
                0,
                PATIENCE,
                a ->
                    isAbout(a, wanted.get("expectAlert").asText())
                        && a.get("severity")
                            .asText()
                            .equals(wanted.path("severity").asText(a.get("severity").asText()))
                        && says(a, wanted.path("says")));
    run.check(
        alert.isPresent(),
        "alert "
            + alert.map(a -> a.get("message").asText()).orElseGet(() -> wanted + " is missing"));
  }

  /** No such alert; where it would come by the clock alone, {@code within} milliseconds. */
  void noAlert(JsonNode line) {
    String type = line.get("noAlert").asText();
    run.settle();
    Optional<JsonNode> alert =
        run.observed()
            .await(
                Topics.RISK_ALERT,
                0,
                Duration.ofMillis(line.path("within").asLong(0)),
                a -> isAbout(a, type));
    run.check(
        alert.isEmpty(),
        "no alert " + type + alert.map(a -> ", but: " + a.get("message").asText()).orElse(""));
  }

  private boolean isAbout(JsonNode alert, String type) {
    return alert.get("type").asText().equals(type)
        && (alert.get("portfolioId").asText().equals(run.names().portfolio())
            || alert.get("market").asText().equals(run.names().market()));
  }

  private static boolean says(JsonNode alert, JsonNode texts) {
    for (JsonNode text : texts) {
      if (!alert.get("message").asText().contains(text.asText())) {
        return false;
      }
    }
    return true;
  }

  void util(JsonNode line) {
    JsonNode wanted = run.names().in(line.get("util"));
    String scope = wanted.get("scope").asText();
    String scopeId =
        switch (scope) {
          case "PORTFOLIO" -> run.names().portfolio();
          case "SYMBOL" -> run.names().symbol(wanted.get("scopeId").asText());
          default -> wanted.get("scopeId").asText();
        };
    Predicate<JsonNode> row =
        r ->
            r.get("portfolioId").asText().equals(run.names().portfolio())
                && r.get("scope").asText().equals(scope)
                && r.get("scopeId").asText().equals(scopeId);
    // The latest row counts, and rows are written at an interval.
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<JsonNode> latest;
    List<String> wrong;
    do {
      run.observed().poll();
      latest = run.observed().latest(Topics.RISK_UTILIZATION, row);
      wrong = latest.isEmpty() ? List.of("there is none") : wrongRow(latest.get(), wanted);
    } while (!wrong.isEmpty() && System.nanoTime() < deadline);
    run.check(wrong, "utilisation of " + scopeId + latest.map(r -> ": " + r).orElse(""));
  }

  private static List<String> wrongRow(JsonNode row, JsonNode wanted) {
    List<String> wrong = new ArrayList<>();
    for (String field : List.of("limit", "used", "reserved", "free")) {
      CaseRun.compare(wrong, wanted, field, row.get(field));
    }
    return wrong;
  }

  /** Values of the portfolio's latest budget, by their path. */
  void budget(JsonNode line) {
    run.settle();
    values(
        line.get("budget"),
        run.observed()
            .latest(
                Topics.BUDGET_UPDATE,
                b -> b.get("portfolioId").asText().equals(run.names().portfolio())));
  }

  /** Values of the market's latest state, by their path. */
  void state(JsonNode line) {
    run.settle();
    values(
        line.get("state"),
        run.observed()
            .latest(
                Topics.MARKET_STATE, s -> s.get("market").asText().equals(run.names().market())));
  }

  private void values(JsonNode wanted, Optional<JsonNode> record) {
    wanted
        .properties()
        .forEach(
            e -> {
              JsonNode got =
                  CaseRun.dig(record.orElseThrow(), run.names().text(e.getKey()).split("/"));
              run.check(
                  CaseRun.same(got, e.getValue()),
                  "%s is %s, should be %s".formatted(e.getKey(), CaseRun.text(got), e.getValue()));
            });
  }

  /** Orders that the execution engine must be asked to cancel. */
  void cancels(JsonNode line) {
    for (JsonNode orderId : line.get("cancels")) {
      boolean came =
          run.observed()
              .await(Topics.CANCEL_REQUEST, 0, PATIENCE, c -> isCancel(c, orderId.asText()))
              .isPresent();
      run.check(came, "cancel request for " + orderId.asText());
    }
  }

  /** Orders that must be left alone. */
  void noCancels(JsonNode line) {
    run.settle();
    for (JsonNode orderId : line.get("noCancels")) {
      boolean came =
          run.observed()
              .latest(Topics.CANCEL_REQUEST, c -> isCancel(c, orderId.asText()))
              .isPresent();
      run.check(!came, "no cancel request for " + orderId.asText());
    }
  }

  private boolean isCancel(JsonNode request, String orderId) {
    return request.get("portfolioId").asText().equals(run.names().portfolio())
        && request.get("orderId").asText().equals(orderId);
  }
}
