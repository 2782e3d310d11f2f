package com.alphapulse.riskbudget.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.cli.base.Failure;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Commands against a server that answers as the API does. */
class OperateCommandsTest {
  private static final String BASE = "/api/v1/risk-budget";
  private static final String READY =
      "{\"ready\":true,\"viewCurrent\":true,\"applicationsRunning\":true,\"problems\":[]}";
  private static final String NO_ROWS = "{\"items\":[]}";

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final StringWriter text = new StringWriter();
  private Javalin server;

  @BeforeEach
  void start() {
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.routes.get("/<path>", this::answer);
              config.routes.post("/<path>", this::answer);
              config.routes.delete("/<path>", this::answer);
            });
    server.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, 0, 0, true, 0, TRADING",
    "REDUCE_ONLY, 1, 0, true, 1, 1 OF 2 REDUCE-ONLY",
    "HALTED, 0, 1, true, 1, 1 OF 2 HALTED",
    "HALTED, 0, 2, true, 1, HALTED: ALL",
    ", 0, 0, true, 1, STATE OF 1 UNKNOWN",
    "ACTIVE, 0, 0, false, 1, NOT READY  partition 3 is 40 s behind"
  })
  void shouldEndWithOne_whenAnythingIsNotAsItShouldBe(
      String state, int reduceOnly, int halted, boolean ready, int exit, String line) {
    answers.put(
        "/health/ready",
        ready
            ? READY
            : READY
                .replace("true", "false")
                .replace("[]", "[\"partition 3 is 40 s behind\"]")
                .replace("\"viewCurrent\":false", "\"viewCurrent\":true"));
    statuses.put("/health/ready", ready ? 200 : 503);
    answers.put(
        BASE + "/current",
        "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"worst\":{\"portfolios\":2,\"reduceOnly\":%d,\"halted\":%d,\"unknown\":%d},\"portfolios\":[{\"portfolioId\":\"P\\u202e1\",\"tradingState\":%s,\"overridesInForce\":[],\"budget\":null}]}"
            .formatted(
                reduceOnly,
                halted,
                state == null ? 1 : 0,
                state == null ? "null" : "\"" + state + "\""));
    answers.put(BASE + "/utilization", NO_ROWS);

    assertThat(run(new StatusCommand())).isEqualTo(exit);
    assertThat(text.toString()).contains(line).contains("P\\u202e1");
  }

  @Test
  void shouldTellTheTightestLimit_whenRowsAreThere() {
    answers.put("/health/ready", READY);
    answers.put(
        BASE + "/current",
        "{\"worst\":{\"portfolios\":1},\"portfolios\":[{\"portfolioId\":\"P\",\"tradingState\":\"ACTIVE\",\"overridesInForce\":[{\"overrideId\":\"o1\",\"action\":\"CAP_LEVERAGE\"}],\"budget\":{\"regime\":\"BULL\"},\"budgetAgeSeconds\":7}]}");
    answers.put(
        BASE + "/utilization",
        "{\"items\":[{\"portfolioId\":\"P\",\"scope\":\"PORTFOLIO\",\"scopeId\":\"P\",\"ratio\":0.5},{\"portfolioId\":\"P\",\"scope\":\"SYMBOL\",\"scopeId\":\"X\",\"ratio\":0.925},{\"portfolioId\":\"Q\",\"scope\":\"SYMBOL\",\"scopeId\":\"Y\",\"ratio\":1.2}]}");

    assertThat(run(new StatusCommand())).isZero();
    assertThat(text.toString())
        .contains("92.5 % symbol X")
        .contains("50.0 %")
        .contains("CAP_LEVERAGE o1")
        .contains("7 s")
        .doesNotContain("120.0 %");
  }

  @Test
  void shouldTellSinceWhen_whenTheGateHasAcknowledged() {
    answers.put(
        BASE + "/overrides",
        "{\"override\":{\"action\":\"HALT\",\"overrideId\":\"h\",\"portfolioId\":\"*\"},\"status\":\"IN_FORCE\",\"inForceSince\":\"2026-01-02T03:04:05Z\",\"partitions\":[{\"partition\":0},{\"partition\":1}]}");

    assertThat(run(new HaltCommand(), "--all", "--reason", "feed broken", "--for", "1h")).isZero();
    assertThat(text.toString())
        .contains(
            "HALT h of * is in force since 2026-01-02T03:04:05Z, at the gate in partition 0, 1");
    assertThat(asked)
        .singleElement()
        .asString()
        .contains("wait=PT10S")
        .contains("\"scope\":\"GLOBAL\"")
        .contains("\"expiresIn\":\"PT1H\"")
        .contains("\"reason\":\"feed broken\"")
        .doesNotContain("author");
  }

  @Test
  void shouldEndWithOne_whenTheEffectIsNotKnown() {
    statuses.put(BASE + "/overrides", 202);
    answers.put(
        BASE + "/overrides",
        "{\"override\":{\"action\":\"HALT\",\"overrideId\":\"h\",\"portfolioId\":\"P\"},\"status\":\"SENT\"}");

    assertThat(run(new HaltCommand(), "P", "--reason", "r")).isEqualTo(1);
    assertThat(text.toString()).contains("have not acknowledged").doesNotContain("is in force");
  }

  @Test
  void shouldListWhatRemains_whenAllResume() {
    answers.put(
        BASE + "/overrides",
        "{\"override\":{\"action\":\"RESUME\",\"overrideId\":\"r\",\"portfolioId\":\"*\"},\"status\":\"IN_FORCE\",\"remaining\":[{\"action\":\"HALT\",\"overrideId\":\"n\",\"portfolioId\":\"P\",\"scopeId\":null,\"author\":\"eve\",\"reason\":\"test\"}]}");

    assertThat(run(new ResumeCommand(), "--all", "--reason", "mended")).isZero();
    assertThat(text.toString()).contains("still in force  HALT n  P").contains("by eve: test");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 429})
  void shouldSayWhy_whenTheApiRefuses(int status) {
    statuses.put(BASE + "/overrides", status);
    answers.put(BASE + "/overrides", "{\"detail\":\"viewers may not\"}");

    // A refusal is no reason to go round the API.
    assertThat(run(new HaltCommand(), "P", "--reason", "r")).isEqualTo(1);
    assertThat(text.toString()).contains("viewers may not").doesNotContain("straight to Kafka");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0s", "-1h", "soon", "1"})
  void shouldBeRefused_whenTheDurationIsNone(String duration) {
    assertThat(run(new HaltCommand(), "P", "--reason", "r", "--for", duration)).isEqualTo(2);
    assertThat(asked).isEmpty();
  }

  @Test
  void shouldBeRefused_whenNeitherPortfolioNorAllIsNamed() {
    assertThat(run(new HaltCommand(), "--reason", "r")).isEqualTo(2);
    assertThat(run(new HaltCommand(), "P", "--all", "--reason", "r")).isEqualTo(2);
    assertThat(run(new HaltCommand(), "P")).isEqualTo(2);
    assertThat(asked).isEmpty();
  }

  @Test
  void shouldTellHeadroom_whenTheGateAnswers() {
    answers.put(
        BASE + "/headroom",
        "{\"largestQuantity\":120.00000000,\"bindingChecks\":[{\"reason\":\"STRATEGY_BUDGET\",\"message\":\"134,622 at most\"}]}");

    assertThat(run(new HeadroomCommand(), "P", "s", "X", "BUY")).isZero();
    assertThat(text.toString())
        .contains("BUY 120 X would pass, and no more")
        .contains("STRATEGY_BUDGET  134,622 at most");
    assertThat(asked)
        .singleElement()
        .asString()
        .contains("portfolioId=P&side=BUY&strategyId=s&symbol=X");
  }

  @Test
  void shouldTellByHowMuchALimitWouldBeOver_whenAnOverrideIsPreviewed() {
    answers.put(
        BASE + "/overrides/preview",
        "{\"portfolios\":[{\"portfolioId\":\"P\",\"openOrdersCancelled\":2,\"limits\":[{\"scope\":\"SYMBOL\",\"scopeId\":\"X\",\"unit\":\"UNITS\",\"before\":100.0,\"after\":50.0,\"used\":70.0,\"reserved\":0.0,\"overAfter\":20.50000000}]}],\"needsApproval\":true}");
    OverrideCommand.Set set = new OverrideCommand.Set();

    assertThat(
            run(
                set,
                "P",
                "--action",
                "CAP_POSITION",
                "--value",
                "50",
                "--reason",
                "r",
                "--preview"))
        .isZero();
    assertThat(text.toString())
        .contains("over by 20.5")
        .contains("open orders that would be cancelled  2")
        .contains("needs a second person's approval");
  }

  private void answer(Context context) {
    String path = context.path();
    if (!path.equals("/health/ready")) {
      asked.add(context.queryString() + " " + context.body());
    }
    context.status(statuses.getOrDefault(path, 200)).contentType("application/json");
    context.result(answers.getOrDefault(path, "{}"));
  }

  private int run(Object command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--api");
    all.add("http://127.0.0.1:" + server.port());
    PrintWriter out = new PrintWriter(text, true);
    return new CommandLine(command)
        .setOut(out)
        .setErr(out)
        .setExecutionExceptionHandler(
            (problem, commandLine, parsed) -> {
              if (problem instanceof Failure) {
                out.println(problem.getMessage());
                return 1;
              }
              throw problem;
            })
        .execute(all.toArray(String[]::new));
  }
}
