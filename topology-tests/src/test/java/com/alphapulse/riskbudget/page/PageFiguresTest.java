package com.alphapulse.riskbudget.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** What the page shows is the newest there is, of the thing that was asked for. */
class PageFiguresTest extends PageOnStub {

  @Test
  void shouldShowTheOrderOpenedLast_whenTheFirstAnswersLate() {
    open();
    api.decide("slow", "REJECTED", false);
    api.decide("quick", "REJECTED", false);
    api.hold("slow");
    browser.click("tr[data-order=slow] button");
    browser.awaitText("#drawer-title", "Order slow");
    browser.click("#drawer-close");
    browser.click("tr[data-order=quick] button");
    browser.awaitText("#drawer", "Every check");

    api.release();
    await()
        .until(
            () ->
                (Boolean)
                    browser.evaluate(
                        "performance.getEntriesByType('resource').some(e => e.name.includes('/orders/slow'))"));

    api.alert("read after the late answer");
    browser.awaitText("#alerts", "read after the late answer");
    assertThat(browser.text("#drawer-title")).isEqualTo("Order quick");
    assertThat(browser.text("#drawer")).contains("Every check");
    browser.click("#drawer-close");
    browser.click("tr[data-portfolio=alpha] button.link");
    browser.awaitText("#drawer", "No bar yet");
  }

  @Test
  void shouldFollowTheBudgets_whenADrawerIsOpenedByItsAddress() {
    open("#portfolio=alpha");
    browser.awaitText("#drawer-performance", "No bar yet");
    browser.awaitText("#drawer-range", "whole portfolio");

    api.publish("budget", PageRecords.budget(8, 987_654));

    browser.awaitText("#drawer-facts", "987,654");
    browser.awaitText("#drawer-performance", "12.0 %");
    // What nobody knows is a dash, not nothing.
    assertThat(browser.text("#drawer-performance"))
        .containsPattern("Largest drawdown\\s+–\\s+–")
        .containsPattern("Drawdown less than static\\s+–");
    assertThat(browser.text("#drawer")).doesNotContain("NaN", "undefined", "null", "Infinity");
  }

  @Test
  void shouldSayThatThereIsNone_whenThePortfolioOfTheAddressIsUnknown() {
    open("#portfolio=alphabet");

    browser.awaitText("#drawer", "There is no such portfolio");
    assertThat(browser.isShown("tr[data-portfolio=alpha].selected")).isFalse();
  }

  @Test
  void shouldTakeTheLater_whenOnlyOneTimeHasAFraction() {
    open("#portfolio=alpha");
    // As texts "…:00Z" comes after "…:00.500Z".
    Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    ObjectNode before = PageRecords.decision("before", "APPROVED", false);
    ObjectNode after = PageRecords.decision("after", "APPROVED", false);
    api.publish("decision", after.put("decidedAt", second.plusMillis(500).toString()));
    api.publish("decision", before.put("decidedAt", second.toString()));
    ObjectNode old = PageRecords.row("alpha", "SYMBOL", "B", 1000, 111, 0);
    ObjectNode late = PageRecords.row("alpha", "SYMBOL", "B", 1000, 222, 0);
    api.publish("utilization", old.put("asOf", second.plusSeconds(60).toString()));
    api.publish("utilization", late.put("asOf", second.plusMillis(60_500).toString()));

    browser.awaitText("#decisions", "before");
    assertThat(browser.texts("#decisions tr"))
        .satisfiesExactly(
            first -> assertThat(first).contains("after"),
            other -> assertThat(other).contains("before"));
    browser.awaitText("#drawer-limits", "free 778");
  }

  @Test
  void shouldGoOn_whenATimeIsInNoCalendar() {
    open();
    ObjectNode absurd = PageRecords.decision("absurd", "REJECTED", false);
    String never = Instant.ofEpochMilli(Long.MAX_VALUE).toString();
    api.publish("decision", absurd.put("decidedAt", never).put("asOf", never));
    api.publish("alert", PageRecords.alert("of never").put("asOf", never));
    api.decide("next", "APPROVED", false);

    browser.awaitShown("tr[data-order=next]");
    browser.awaitShown("tr[data-order=absurd]");
    browser.awaitText("#alerts", "of never");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldMoveNothingUnderThePointer_whenAPortfolioIsHalted() {
    open();
    String place =
        "document.querySelector('tr[data-portfolio=beta] .actions button').getBoundingClientRect().y";
    browser.awaitText("#state-text", "TRADING");
    Object before = browser.evaluate(place);

    ObjectNode halt = PageRecords.halt("h-1", "IN_FORCE", PageRecords.now());
    api.override(halt.put("reason", "prices of half the symbols stand still"));
    api.publish("override", halt);
    browser.awaitText("tr[data-portfolio=alpha]", "HALTED");

    assertThat(browser.evaluate(place)).isEqualTo(before);
  }

  @Test
  void shouldLeaveTheDrawerUncovered_whenTheBarIsHigh() {
    ObjectNode halt = PageRecords.halt("h-1", "IN_FORCE", PageRecords.now());
    api.override(halt.put("author", "a".repeat(60)).put("reason", "because ".repeat(20)));
    open("#portfolio=alpha");
    browser.awaitText("#state-detail", "because");
    browser.awaitText("#drawer-facts", "because");

    await().until(() -> browser.isUncovered("#drawer-close"));
  }

  @Test
  void shouldKeepTheButton_whenFiguresBesideItChange() {
    open();
    browser.awaitShown("tr[data-portfolio=alpha] .actions button");
    browser.evaluate(
        "window.kept = document.querySelector('tr[data-portfolio=alpha] .actions button')");

    ObjectNode row = PageRecords.row("alpha", "PORTFOLIO", "alpha", 1_500_000, 420_000, 0);
    api.publish("utilization", row.put("asOf", Instant.now().plusSeconds(60).toString()));

    browser.awaitText("tr[data-portfolio=alpha]", "0.42");
    assertThat((Boolean) browser.evaluate("window.kept.isConnected")).isTrue();
    browser.click("tr[data-portfolio=alpha] .actions button");
    browser.awaitShown("#override-form");
  }

  @Test
  void shouldShowTheEndThatWaits_whenAWithdrawalNeedsASecondPerson() {
    ObjectNode halt = PageRecords.halt("h-1", "IN_FORCE", PageRecords.now());
    ObjectNode end = PageRecords.halt("h-1", "PROPOSED", PageRecords.now());
    halt.set("proposedEnd", end.put("action", "WITHDRAW").put("reason", "drill is over"));
    api.override(halt);
    open();
    browser.click("#override-views button:nth-child(2)");
    browser.awaitText("#overrides", "End proposed by eve: drill is over");

    browser.click("#overrides .actions button");

    browser.awaitText("#override-form", "Approve: the end of Halt, alpha");
    assertThat(browser.isEnabled("#override-send")).isFalse();
    browser.type("#override-typed", "alpha");
    browser.click("#override-send");
    browser.awaitShown("#step-sent[data-step=active]");
    assertThat(browser.isShown("[data-step=done]")).isFalse();
    api.acknowledge();
    browser.awaitShown("#step-force[data-step=done]");
    browser.click("#override-close");
    browser.awaitText("#state-text", "TRADING");
  }

  @Test
  void shouldShowAllThatEverWas_whenTheAuditLogIsLong() {
    api.override(PageRecords.halt("oldest", "WITHDRAWN", "2019-01-01T00:00:00Z"));
    ObjectNode old = PageRecords.halt("h-0", "IN_FORCE", "2020-01-01T00:00:00Z");
    api.override(old.put("expiresAt", "2020-01-02T00:00:00Z"));
    ObjectNode expired = PageRecords.halt("h-1", "EXPIRED", "2020-01-02T00:00:00Z");
    expired.withArray("history").addObject().put("who", "eve").put("what", "PUT_IN_FORCE");
    expired.withArray("history").addObject().putNull("who").put("what", "EXPIRED");
    api.override(expired);
    api.override(PageRecords.halt("h-2", "WITHDRAWN", "2020-01-03T00:00:00Z"));
    open();

    // In force, so always shown, however old it is.
    browser.awaitText("#overrides-count", "1 in force");
    browser.click("#override-views button:last-child");
    browser.awaitShown("tr[data-override=h-1]");
    browser.click("tr[data-override=h-1] summary");
    browser.awaitText("tr[data-override=h-1]", "Expired");
    assertThat(browser.text("#overrides")).doesNotContain("null");
    assertThat(browser.isShown("tr[data-override=oldest]")).isFalse();
    browser.click("#older-overrides");
    browser.awaitShown("tr[data-override=oldest]");
    assertThat(browser.texts("#overrides tr")).hasSize(4);
    assertThat(browser.isShown("#older-overrides")).isFalse();
  }
}
