package com.alphapulse.riskbudget.api;

import static com.alphapulse.riskbudget.api.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.access.Role;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of commands: their effect, who may give them, and who has to approve them. */
class CommandsTest {
  private static final Caller ADA = new Caller("Ada", Role.OPERATOR, Set.of(), true);
  private static final Caller BEN = new Caller("Ben", Role.ADMIN, Set.of(), true);

  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
    api.model.accept("p", Samples.portfolio("p"));
    BudgetUpdate budget = Samples.budget("p", 1);
    budget.setCause(BudgetCause.SCHEDULED);
    api.model.accept("p", budget);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void shouldTellSinceWhen_whenTheGateAcknowledges() throws Exception {
    onWrite(command -> read(acknowledgement(command, 1)));

    HttpResponse<String> answer = api.post("/overrides?wait=PT20S", halt("p").toString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode body = json(answer);
    assertThat(body.get("status").asText()).isEqualTo("IN_FORCE");
    assertThat(body.get("inForceSince").asText()).isEqualTo("2020-03-12T16:30:05Z");
    assertThat(body.get("override").get("overrideId")).isEqualTo(body.get("overrideId"));
    assertThat(body.get("partitions").findValuesAsText("partition")).containsExactly("1");
    assertThat(body.get("partitions").findValuesAsText("appliedAt"))
        .containsExactly("2026-01-01T00:00:00.001Z");
  }

  @Test
  void shouldWaitForEveryPartition_whenItIsForAllPortfolios() throws Exception {
    onWrite(command -> read(acknowledgement(command, 0)));
    HttpResponse<String> one = api.post("/overrides?wait=PT0.2S", halt("*").toString());
    onWrite(
        command -> {
          read(acknowledgement(command, 1));
          read(acknowledgement(command, 0));
        });
    HttpResponse<String> all = api.post("/overrides?wait=PT20S", halt("*").toString());

    assertThat(one.statusCode()).isEqualTo(202);
    assertThat(json(one).get("status").asText()).isEqualTo("SENT");
    assertThat(all.statusCode()).isEqualTo(200);
    assertThat(json(all).get("partitions").findValuesAsText("partition")).containsExactly("0", "1");
  }

  @Test
  void shouldTellTheBudget_whenTheBudgetStageFollows() throws Exception {
    onWrite(
        command -> {
          BudgetUpdate unrelated = Samples.budget("p", 2);
          unrelated.setOverrides(List.of("other"));
          read(unrelated);
          BudgetUpdate budget = Samples.budget("p", 3);
          budget.setOverrides(List.of(command.getOverrideId()));
          read(budget);
        });

    HttpResponse<String> answer = api.post("/overrides?wait=PT20S", scale("0.9").toString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).get("newBudgetVersion").asLong()).isEqualTo(3);
    assertThat(json(answer).get("partitions")).isEmpty();
  }

  @Test
  void shouldTellTheBudget_whenARebalanceIsForced() throws Exception {
    onWrite(
        command -> {
          read(Samples.budget("p", 2));
          api.effects.read(
              Samples.budget("p", 3),
              CausedBy.withOverride(new RecordHeaders(), command.getOverrideId()));
        });

    HttpResponse<String> answer =
        api.post("/rebalance", "{\"portfolioId\":\"p\",\"reason\":\"r\",\"force\":true}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).get("budgetVersion").asLong()).isEqualTo(3);
  }

  @Test
  void shouldAnswer409WithTheReason_whenAStageRefuses() throws Exception {
    onWrite(
        command -> {
          read(refusal("another", "p", "of another override"));
          read(refusal(command.getOverrideId(), "p", "it has no value"));
        });

    HttpResponse<String> answer = api.post("/overrides?wait=PT20S", scale("0.9").toString());

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).get("detail").asText()).isEqualTo("it has no value");
  }

  @ParameterizedTest
  @CsvSource({
    "HALT, REDUCE_ONLY, false, 200",
    "HALT, REDUCE_ONLY, true, 200",
    "REDUCE_ONLY, HALT, false, 409",
    "REDUCE_ONLY, HALT, true, 409",
    "REDUCE_ONLY, CAP_LEVERAGE, true, 200",
  })
  void shouldTellWhichStands_whenOneIdIsUsedTwiceAtOnce(
      OverrideAction own, OverrideAction other, boolean ownFirst, int status) throws Exception {
    onWrite(
        command -> {
          RiskOverride rival = RiskOverride.newBuilder(command).setAction(other).build();
          rival.setReason("something else");
          read(ownFirst ? command : rival);
          read(ownFirst ? rival : command);
          read(refusal(command.getOverrideId(), "p", "the id is in use"));
          read(acknowledgement(command, 0));
        });
    ObjectNode body = halt("p").put("action", own.name()).put("overrideId", "same");

    HttpResponse<String> answer = api.post("/overrides?wait=PT20S", body.toString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void shouldNotWriteItAgain_whenARequestIsRepeated() throws Exception {
    ObjectNode body = halt("p").put("overrideId", "a").put("expiresIn", "PT1H");
    onWrite(command -> api.model.accept("p", command));
    HttpResponse<String> first = api.post("/overrides", body.toString());
    HttpResponse<String> second = api.post("/overrides", body.toString());
    api.model.accept("p", acknowledgement(api.written.get(0), 0));
    HttpResponse<String> third = api.post("/overrides?wait=PT20S", body.toString());
    HttpResponse<String> other = api.post("/overrides", body.put("reason", "new").toString());

    assertThat(List.of(first.statusCode(), second.statusCode(), third.statusCode()))
        .containsExactly(202, 202, 200);
    assertThat(json(second)).isEqualTo(json(first));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(api.written).hasSize(1);
  }

  @Test
  void shouldNotSayThatAResumeIsDone_beforeTheGateHasAcknowledgedIt() throws Exception {
    String body =
        "{\"portfolioId\":\"*\",\"scope\":\"GLOBAL\",\"action\":\"RESUME\",\"reason\":\"r\",\"overrideId\":\"back\"}";
    onWrite(command -> api.model.accept("*", command));
    HttpResponse<String> first = api.post("/overrides?wait=PT0.2S", body);
    api.model.accept("*", acknowledgement(api.written.get(0), 0));
    HttpResponse<String> half = api.post("/overrides?wait=PT0.2S", body);
    api.model.accept("*", acknowledgement(api.written.get(0), 1));
    HttpResponse<String> whole = api.post("/overrides?wait=PT20S", body);

    assertThat(List.of(first.statusCode(), half.statusCode(), whole.statusCode()))
        .containsExactly(202, 202, 200);
    assertThat(api.written).hasSize(1);
  }

  @Test
  void shouldStillHalt_whenTheViewIsNotCurrent() throws Exception {
    api.viewCurrent = false;

    HttpResponse<String> halt = api.post("/overrides", halt("unheard-of").toString());

    assertThat(halt.statusCode()).isEqualTo(202);
    assertThat(json(halt).get("warnings").get(0).asText()).contains("were not checked");
    assertThat(api.written).hasSize(1);
    assertThat(api.post("/overrides", scale("0.9").toString()).statusCode()).isEqualTo(503);
    assertThat(api.post("/overrides/preview", halt("p").toString()).statusCode()).isEqualTo(503);
    assertThat(api.written).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "HALT,,,202",
    "REDUCE_ONLY,,,202",
    "RESUME,,,202",
    "SCALE_BUDGET,,,400",
    "SCALE_BUDGET,expiresIn,PT24H,202",
    "SCALE_BUDGET,expiresIn,PT24H0.001S,400",
    "SCALE_BUDGET,expiresIn,PT0S,400",
    "SCALE_BUDGET,expiresIn,1h,400",
    "SCALE_BUDGET,expiresAt,2020-03-13T16:30:00Z,202",
    "SCALE_BUDGET,expiresAt,2020-03-13T16:30:01Z,400",
    "HALT,expiresIn,P30D,202",
    "HALT,expiresAt,2020-03-12T16:30:00Z,400",
  })
  void shouldWantAnExpiry_exceptOfWhatAnOperatorMustEnd(
      String action, String field, String value, int status) throws Exception {
    ObjectNode body = halt("p").put("action", action);
    if (action.equals("SCALE_BUDGET")) {
      body.put("value", 0.9);
    }
    if (field != null) {
      body.put(field, value);
    }

    assertThat(api.post("/overrides", body.toString()).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u200Bb", "a\u202Eb", "a\uFEFFb", "a\u2066b", "a\nb"})
  void shouldRefuseTexts_whenTheyHoldWhatNobodySees(String text) throws Exception {
    for (String field : List.of("reason", "author", "overrideId")) {
      assertThat(api.post("/overrides", halt("p").put(field, text).toString()).statusCode())
          .as(field)
          .isEqualTo(400);
    }
    assertThat(api.written).isEmpty();
  }

  @Test
  void shouldTakeTheAuthorFromTheCaller_whenItIsKnown() throws Exception {
    api.caller = Optional.of(ADA);

    assertThat(api.post("/overrides", halt("p").toString()).statusCode()).isEqualTo(202);
    assertThat(api.written.get(0).getAuthor()).isEqualTo("Ada");
    assertThat(api.written.get(0).getNeedsApproval()).as("a halt needs nobody else").isFalse();
    assertThat(api.post("/overrides", halt("p").put("author", "Eve").toString()).statusCode())
        .isEqualTo(400);
    assertThat(api.post("/overrides", halt("*").toString()).statusCode()).isEqualTo(403);
    assertThat(api.written).hasSize(1);
  }

  @Test
  void shouldProposeAndTakeEffectOnApproval_whenItLoosens() throws Exception {
    onWrite(command -> api.model.accept("p", command));
    api.caller = Optional.of(ADA);
    ObjectNode resume = halt("p").put("action", "RESUME").put("overrideId", "r");

    HttpResponse<String> proposed = api.post("/overrides?wait=PT20S", resume.toString());
    HttpResponse<String> own = api.post("/overrides/r/approve", "");
    api.caller = Optional.of(BEN);
    HttpResponse<String> approved = api.post("/overrides/r/approve", "");

    assertThat(proposed.statusCode()).isEqualTo(202);
    assertThat(json(proposed).get("status").asText()).isEqualTo("PROPOSED");
    assertThat(own.statusCode()).isEqualTo(403);
    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(202);
    assertThat(api.written).extracting(RiskOverride::getApprover).containsExactly(null, "Ben");
    assertThat(api.written).extracting(RiskOverride::getAuthor).containsExactly("Ada", "Ada");
    assertThat(api.post("/overrides/r/approve", "").statusCode()).isEqualTo(409);
  }

  @Test
  void shouldProposeTheEnd_whenAnOverrideInForceIsWithdrawn() throws Exception {
    onWrite(command -> api.model.accept("p", command));
    api.caller = Optional.of(ADA);
    api.model.accept("p", Samples.override("p", "a", OverrideAction.HALT));
    api.model.accept("p", effective("a"));

    assertThat(json(delete("/overrides/a?reason=over")).get("status").asText())
        .isEqualTo("PROPOSED");
    assertThat(status("a")).isEqualTo("IN_FORCE");
    api.caller = Optional.of(BEN);
    assertThat(api.post("/overrides/a/approve", "").statusCode()).isEqualTo(202);
    assertThat(status("a")).isEqualTo("WITHDRAWN");
    JsonNode history = json(api.get("/overrides")).get("items").get(0).get("history");
    assertThat(history.findValuesAsText("what"))
        .endsWith("PUT_IN_FORCE", "WITHDRAW_PROPOSED", "WITHDRAW_APPROVED");
    assertThat(history.findValuesAsText("who")).endsWith("text", "Ada", "Ben");
  }

  @Test
  void shouldBeRefusedOrExpire_whenAProposalIsNotApproved() throws Exception {
    onWrite(command -> api.model.accept("p", command));
    api.caller = Optional.of(ADA);
    RiskOverride late = proposal("late");
    late.setExpiresAt(Samples.TIME);
    api.model.accept("p", late);
    api.model.accept("p", proposal("refused"));

    assertThat(delete("/overrides/refused?reason=no").statusCode()).isEqualTo(202);
    assertThat(api.written.get(0).getNeedsApproval()).isFalse();
    api.caller = Optional.of(BEN);
    assertThat(api.post("/overrides/refused/approve", "").statusCode()).isEqualTo(409);
    assertThat(api.post("/overrides/late/approve", "").statusCode()).isEqualTo(409);
    assertThat(api.post("/overrides/none/approve", "").statusCode()).isEqualTo(404);
    assertThat(api.written).hasSize(1);
  }

  @Test
  void shouldNotBeApproved_whenNobodyIsKnown() throws Exception {
    api.model.accept("p", proposal("a"));

    assertThat(api.post("/overrides/a/approve", "").statusCode()).isEqualTo(403);
    assertThat(api.written).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.5, false", "0.49, true"})
  void shouldNeedAnotherPerson_whenItTakesAwayMuch(String scale, boolean proposed)
      throws Exception {
    api.caller = Optional.of(ADA);
    api.model.accept("p", Samples.utilization("p", OverrideScope.STRATEGY, "trend"));

    assertThat(api.post("/overrides", scale(scale).toString()).statusCode()).isEqualTo(202);
    assertThat(api.written.get(0).getNeedsApproval()).isEqualTo(proposed);
  }

  @Test
  void shouldListWhatStillStopsOrders_whenAllIsResumed() throws Exception {
    RiskOverride all = Samples.override("*", "all", OverrideAction.HALT);
    all.setScope(OverrideScope.GLOBAL);
    api.model.accept("*", effective(all));
    api.model.accept("p", effective(Samples.override("p", "own", OverrideAction.REDUCE_ONLY)));
    api.model.accept("p", effective(Samples.override("p", "cap", OverrideAction.CAP_LEVERAGE)));
    ObjectNode resume = halt("*").put("action", "RESUME");

    JsonNode answer = json(api.post("/overrides", resume.toString()));

    assertThat(answer.get("remaining").findValuesAsText("overrideId")).containsExactly("own");
  }

  private void onWrite(Consumer<RiskOverride> then) {
    api.writer =
        command -> {
          api.written.add(command);
          then.accept(command);
        };
  }

  private void read(SpecificRecord record) {
    api.effects.read(record, new RecordHeaders());
  }

  private String status(String id) throws Exception {
    for (JsonNode item : json(api.get("/overrides")).get("items")) {
      if (item.get("overrideId").asText().equals(id)) {
        return item.get("status").asText();
      }
    }
    return "";
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return api.send(HttpRequest.newBuilder(api.api(path)).DELETE());
  }

  private static RiskOverride effective(String id) {
    return effective(Samples.override("p", id, OverrideAction.HALT));
  }

  private static RiskOverride effective(RiskOverride override) {
    override.setNeedsApproval(false);
    override.setApprover(null);
    return override;
  }

  private static RiskOverride proposal(String id) {
    RiskOverride proposal = Samples.override("p", id, OverrideAction.CAP_LEVERAGE);
    proposal.setNeedsApproval(true);
    proposal.setApprover(null);
    return proposal;
  }

  private static TradingStateUpdate acknowledgement(RiskOverride command, int partition) {
    return new TradingStateUpdate(
        command.getPortfolioId(),
        partition,
        TradingState.HALTED,
        "OVERRIDE:" + command.getOverrideId(),
        Samples.TIME,
        List.of(command.getOverrideId()),
        command.getOverrideId(),
        Samples.TIME.plusSeconds(5),
        Instant.parse("2026-01-01T00:00:00.001Z"));
  }

  private static RiskAlert refusal(String id, String portfolioId, String message) {
    RiskAlert alert = Samples.of(RiskAlert.class);
    alert.setType("BAD_OVERRIDE");
    alert.setScopeId(id);
    alert.setPortfolioId(portfolioId);
    alert.setMessage(message);
    return alert;
  }

  private static ObjectNode halt(String portfolioId) {
    return RecordJson.object()
        .put("portfolioId", portfolioId)
        .put("scope", portfolioId.equals("*") ? "GLOBAL" : "PORTFOLIO")
        .put("action", "HALT")
        .put("reason", "test");
  }

  private static ObjectNode scale(String value) {
    return halt("p")
        .put("action", "SCALE_BUDGET")
        .put("value", new BigDecimal(value))
        .put("expiresIn", "PT1H");
  }
}
