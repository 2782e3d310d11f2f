package com.alphapulse.riskbudget.page;

import static com.alphapulse.riskbudget.page.RunningDemo.SWISS;
import static com.alphapulse.riskbudget.page.RunningDemo.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.alphapulse.riskbudget.page.RunningDemo.GuardedApi;
import com.alphapulse.riskbudget.page.RunningDemo.Holder;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator does with a running demonstration, in a real Chromium and in a terminal. Skipped
 * where there is none.
 */
class PageOnDemoTest {
  private static final String LIVE = "body[data-connection=live]";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  private static Browser browser;
  private static RunningDemo demo;
  private static Calls api;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Browser.CHROMIUM.canExecute() && Browser.DRIVER.canExecute(),
        "skipped: no chromium and chromedriver here to open the page with");
    demo = RunningDemo.start();
    api = new Calls(demo.page(), Optional.empty());
    browser = new Browser();
    await().atMost(PATIENCE).until(() -> rejects(SWISS) > 0 && rejects(US) > 0);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @AfterEach
  void rest() throws Exception {
    browser.rest();
    for (String portfolioId : List.of(SWISS, US)) {
      api.status(
          "POST",
          "/overrides?wait=PT10S",
          "{\"portfolioId\":\"%s\",\"scope\":\"PORTFOLIO\",\"action\":\"RESUME\",\"reason\":\"end of a test\"}"
              .formatted(portfolioId));
    }
  }

  @Test
  void shouldTellWhyInTwoClicks_whenAnOrderWasRejected() throws Exception {
    open(demo.page());

    browser.choose("#filter-outcome", "REJECTED");
    browser.click("#decisions tr[data-outcome=REJECTED] button");

    browser.awaitShown(".explanation[data-outcome=REJECTED]");
    String order =
        browser.evaluate("new URLSearchParams(location.hash.slice(1)).get('order')") + "";
    JsonNode decision =
        api.get(
            "/orders/%s?portfolioId=%s"
                .formatted(
                    order,
                    browser.evaluate(
                        "new URLSearchParams(location.hash.slice(1)).get('portfolio')")));
    String reason = decision.at("/violations/0/reason").asText().replace('_', ' ');
    assertThat(reason).isNotBlank();
    assertThat(browser.text(".sentence")).startsWithIgnoringCase(reason);
    assertThat(browser.text("#drawer")).contains("explain " + order);
  }

  @Test
  void shouldStopAndGoOn_whenHaltedReducedAndResumedOnThePage() throws Exception {
    open(demo.page());
    browser.awaitText("#state-text", "TRADING");

    browser.click("#halt");
    browser.choose("#override-portfolio", SWISS);
    browser.type("#override-reason", "feed broken");
    assertThat(browser.text("#override-send")).isEqualTo("Halt swiss-sectors now");
    sendAndClose();

    browser.awaitText("#state-text", "1 OF 2 HALTED");
    browser.awaitText("#state-detail", "swiss-sectors, local (unauthenticated), “feed broken”");
    browser.awaitText("tr[data-portfolio=" + SWISS + "]", "HALTED");
    assertThat(browser.text("tr[data-portfolio=" + US + "]")).contains("Active");
    Instant halted = api.appliedAt(SWISS);
    browser.pointAt("#state-text"); // The list stands still under the pointer.
    browser.type("#filter-text", SWISS);
    browser.awaitText("#decisions tr:first-child", "Halted");
    List<JsonNode> stopped = decisionsFrom(SWISS, halted);
    // HALT stops every order, also those that would cut risk.
    assertThat(stopped).allMatch(d -> reasons(d).contains("HALTED"));
    resume(SWISS, "feed is back");

    openDialog(SWISS);
    browser.choose("#override-action", "REDUCE_ONLY");
    browser.type("#override-reason", "review");
    confirm(SWISS);
    browser.awaitText("#state-text", "1 OF 2 REDUCE-ONLY");
    browser.awaitText("tr[data-portfolio=" + SWISS + "]", "REDUCE-ONLY");
    Instant reduced = api.appliedAt(SWISS);
    browser.choose("#filter-outcome", "APPROVED");
    browser.pointAt("#state-text");
    await()
        .atMost(PATIENCE)
        .until(() -> decisionsFrom(SWISS, reduced).stream().anyMatch(PageOnDemoTest::isApproved));
    browser.awaitText("#decisions tr:first-child", "▽ reducing");
    assertThat(decisionsFrom(SWISS, reduced))
        .filteredOn(PageOnDemoTest::isApproved)
        .allMatch(d -> d.path("reducing").asBoolean());
    resume(SWISS, "reviewed");

    browser.click("#override-views button:last-child");
    for (String[] row :
        new String[][] {
          {"Resumed", "Halt", "feed broken", "Resume by local (unauthenticated): feed is back"},
          {"Resumed", "Reduce only", "review", "Resume by local (unauthenticated): reviewed"}
        }) {
      browser.awaitText("#overrides", row[2]);
      assertThat(browser.texts("#overrides tr")).anySatisfy(text -> assertThat(text).contains(row));
    }
  }

  @Test
  void shouldNeedTheRightPersons_whenTokensAreConfigured() throws Exception {
    try (GuardedApi guarded = demo.startGuarded()) {
      open(guarded, GuardedApi.VIEWER);
      browser.awaitText("#role", "Viewer: vera");
      assertThat(browser.isEnabled("#halt")).isFalse();
      assertThat(browser.isEnabled("tr[data-portfolio=" + US + "] .actions button")).isFalse();
      assertThat(postHalt(guarded, GuardedApi.VIEWER, US)).isEqualTo(403);

      open(guarded, GuardedApi.LIMITED);
      browser.awaitText("#portfolios", US);
      assertThat(browser.text("main")).doesNotContain(SWISS);
      assertThat(postHalt(guarded, GuardedApi.LIMITED, SWISS)).isEqualTo(404);
      assertThat(postHalt(guarded, GuardedApi.LIMITED, "*")).isEqualTo(403);
      browser.click("#halt");
      browser.choose("#override-portfolio", US);
      browser.type("#override-reason", "strange fills");
      sendAndClose();
      browser.awaitText("#state-text", "HALTED: ALL");
      browser.awaitText("#state-detail", "olga, “strange fills”");
      openDialog(US);
      browser.type("#override-reason", "fills are right");
      previewAndType(US);
      browser.click("#override-send");
      browser.awaitText("#override-outcome", "A second person must approve it");
      browser.click("#override-close");
      browser.awaitText("#overrides tr[data-status=PROPOSED]", "another person must approve");
      assertThat(browser.text("#state-text")).isEqualTo("HALTED: ALL");

      open(guarded, GuardedApi.ADMIN);
      browser.awaitText("#state-text", "1 OF 2 HALTED");
      browser.click("#overrides tr[data-status=PROPOSED] .actions button");
      browser.awaitText("#override-form", "fills are right");
      confirm(US);
      browser.awaitText("#state-text", "TRADING");
      browser.awaitText("#overrides", "approved by adam");
    }
  }

  @Test
  void shouldDoTheSame_whenCommandedFromATerminal() throws Exception {
    open(demo.page());
    GuardedApi guarded = demo.startGuarded();
    try (guarded) {
      assertThat(run(guarded, GuardedApi.VIEWER, "halt", US, "--reason", "no").exit()).isEqualTo(1);
      assertThat(run(guarded, GuardedApi.LIMITED, "halt", SWISS, "--reason", "no").exit())
          .isEqualTo(1);
      Shell.Ran halt = run(guarded, GuardedApi.ADMIN, "halt", US, "--reason", "drill");
      assertThat(halt.text()).contains("is in force since").contains("at the gate in partition");
      assertThat(halt.exit()).isZero();
      Shell.Ran status = run(guarded, GuardedApi.ADMIN, "status");
      assertThat(status.text()).contains("1 OF 2 HALTED").containsPattern(US + " +HALTED");
      assertThat(status.exit()).isEqualTo(1);
      browser.awaitText("#state-detail", "adam, “drill”");
      Shell.Ran resume = run(guarded, GuardedApi.ADMIN, "resume", US, "--reason", "over");
      assertThat(resume.text()).contains("somebody else approves");
    }

    Shell.Ran stopped = run(guarded, GuardedApi.ADMIN, "status");
    assertThat(stopped.text()).contains("no API answers");
    assertThat(stopped.exit()).isEqualTo(1);
    Shell.Ran resume = run(guarded, GuardedApi.ADMIN, direct("resume", US, "over"));
    assertThat(resume.text())
        .contains("no API answers", "straight to Kafka, at " + demo.bootstrapServers())
        .contains("is in force, at the gate in partition");
    assertThat(resume.exit()).isZero();
    browser.awaitText("#state-text", "TRADING");
    Shell.Ran halt = run(guarded, GuardedApi.ADMIN, direct("halt", US, "API is gone"));
    assertThat(halt.text()).contains("is in force, at the gate in partition");
    assertThat(halt.exit()).isZero();
    browser.awaitText("#state-detail", "“API is gone”");
    assertThat(decisionsFrom(US, api.appliedAt(US))).allMatch(d -> reasons(d).contains("HALTED"));
    assertThat(run(guarded, GuardedApi.ADMIN, direct("resume", US, "is back")).exit()).isZero();
    browser.awaitText("#state-text", "TRADING");
  }

  /** Opens the page, in a tab that knows no token of others, and signs in. */
  private static void open(GuardedApi guarded, Holder holder) {
    browser.openTab(guarded.address());
    browser.awaitShown("#login-token");
    browser.type("#login-token", holder.token());
    browser.click("#login-form button");
    browser.awaitShown(LIVE);
  }

  private static void open(String page) {
    browser.open(page);
    browser.awaitShown(LIVE);
  }

  private static void resume(String portfolioId, String reason) {
    openDialog(portfolioId);
    browser.type("#override-reason", reason);
    confirm(portfolioId);
    browser.awaitText("#state-text", "TRADING");
  }

  /** By the button of its row. */
  private static void openDialog(String portfolioId) {
    browser.click("tr[data-portfolio=" + portfolioId + "] .actions button");
    browser.awaitShown("#override-reason");
  }

  private static void confirm(String portfolioId) {
    previewAndType(portfolioId);
    sendAndClose();
  }

  private static void previewAndType(String portfolioId) {
    assertThat(browser.isEnabled("#override-send")).isFalse();
    browser.click("#override-preview-button");
    browser.awaitText("#override-preview", "open orders would be cancelled");
    browser.type("#override-typed", portfolioId);
  }

  private static void sendAndClose() {
    browser.click("#override-send");
    browser.awaitShown("#step-force[data-step=done]");
    browser.click("#override-close");
  }

  private static int postHalt(GuardedApi guarded, Holder holder, String portfolioId)
      throws Exception {
    String scope = portfolioId.equals("*") ? "GLOBAL" : "PORTFOLIO";
    return new Calls(guarded.address(), Optional.of(holder.token()))
        .status(
            "POST",
            "/overrides",
            "{\"portfolioId\":\"%s\",\"scope\":\"%s\",\"action\":\"HALT\",\"reason\":\"no\"}"
                .formatted(portfolioId, scope));
  }

  private static Shell.Ran run(GuardedApi guarded, Holder holder, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--api", guarded.address()));
    return new Shell(folder.resolve("commands.log")).run(Optional.of(holder.token()), all);
  }

  private static String[] direct(String command, String portfolioId, String reason) {
    return new String[] {
      command,
      portfolioId,
      "--reason",
      reason,
      "--bootstrap-server",
      demo.bootstrapServers(),
      "--registry",
      demo.registryUrl()
    };
  }

  private static int rejects(String portfolioId) throws Exception {
    return api.get("/orders?limit=1&outcome=REJECTED&portfolioId=" + portfolioId)
        .path("items")
        .size();
  }

  /** Decisions from a moment on; waits for the first ones. */
  private static List<JsonNode> decisionsFrom(String portfolioId, Instant from) {
    return await()
        .atMost(PATIENCE)
        .until(() -> api.decisions(portfolioId, from), decisions -> !decisions.isEmpty());
  }

  private static List<String> reasons(JsonNode decision) {
    return decision.path("violations").findValuesAsText("reason");
  }

  private static boolean isApproved(JsonNode decision) {
    return decision.path("outcome").asText().equals("APPROVED");
  }
}
