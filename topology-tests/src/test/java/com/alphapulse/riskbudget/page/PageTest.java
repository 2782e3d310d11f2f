package com.alphapulse.riskbudget.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page in a real Chromium, as an operator uses it. */
class PageTest extends PageOnStub {

  @Test
  void shouldTellWhy_whenRejectedOrderIsClicked() {
    open();
    api.decide("o-1", "REJECTED", false);

    browser.click("#decisions tr[data-outcome=REJECTED] button");

    browser.awaitText(".sentence", "the limit is 134,622; 4 would have passed");
    browser.awaitText("#drawer", "Position limit");
    assertThat(browser.text("#drawer")).contains("./riskbudget explain o-1");
    assertThat(browser.evaluate("location.hash")).asString().contains("order=o-1");
  }

  @Test
  void shouldShowTheHaltOnlyOnceInForce_whenPortfolioIsHaltedAndResumed() {
    open();
    browser.awaitText("#state-text", "TRADING");
    api.decide("o-2", "APPROVED", true);
    browser.awaitText("tr[data-order=o-2]", "▽ reducing");

    browser.click("#halt");
    browser.choose("#override-portfolio", StubApi.HALTED);
    browser.type("#override-reason", "feed broken");
    browser.click("#override-send");
    browser.awaitShown("#step-sent[data-step=active]");
    assertThat(browser.isShown("[data-step=done], [data-outcome=done]")).isFalse();
    api.giveUpWaiting();
    browser.awaitText("#override-outcome", "Not acknowledged by the gate yet");
    assertThat(browser.isShown("#step-force[data-step=done], [data-outcome=done]")).isFalse();
    api.acknowledge();
    browser.awaitShown("#step-force[data-step=done]");
    browser.click("#override-close");

    browser.awaitText("#state-text", "1 OF 2 HALTED");
    browser.awaitText("#state-detail", "alpha, ops, “feed broken”, ends in");
    browser.awaitShown("#bar[data-state=HALTED]");
    browser.awaitText("tr[data-portfolio=alpha]", "HALTED");

    browser.click("tr[data-portfolio=alpha] .actions button");
    browser.type("#override-reason", "feed is back");
    assertThat(browser.isEnabled("#override-send")).isFalse();
    browser.click("#override-preview-button");
    browser.awaitText("#override-preview", "over");
    browser.type("#override-typed", "alph");
    assertThat(browser.isEnabled("#override-send")).isFalse();
    browser.type("#override-typed", "a");
    api.acknowledge();
    browser.click("#override-send");
    browser.awaitShown("#step-force[data-step=done]");
    browser.click("#override-close");

    browser.awaitText("#state-text", "TRADING");
    browser.click("#override-views button:last-child");
    browser.awaitText("#overrides", "feed is back");
    assertThat(browser.text("#overrides")).contains("Halt", "feed broken", "Resume by ops");
  }

  @Test
  void shouldBeLiveInEveryTabOverOneStream_whenSevenTabsAreOpen() {
    open();
    for (int i = 1; i < 7; i++) {
      browser.openTab(api.address());
    }
    api.alert("told to all");

    for (String tab : browser.tabs()) {
      browser.switchTo(tab);
      browser.awaitShown(LIVE);
      browser.awaitText("#alerts", "told to all");
    }
    assertThat(api.streams()).isEqualTo(1);
  }

  @Test
  void shouldAllowNoCommand_whenCallerIsViewer() {
    api.role("VIEWER");
    open();

    browser.awaitText("#role", "Viewer");
    assertThat(browser.isEnabled("#halt")).isFalse();
    assertThat(browser.isEnabled("#new-override")).isFalse();
    assertThat(browser.isEnabled("tr[data-portfolio=alpha] .actions button")).isFalse();
  }

  @Test
  void shouldSaySoAndLeaveOnlyTheHalt_whenConnectionIsLost() {
    open();

    api.answers(false);

    browser.awaitShown("#banner");
    browser.awaitText("#banner", "Controls are off, except HALT");
    browser.awaitText("#state-text", "STATE UNKNOWN");
    await().atMost(Duration.ofSeconds(10)).until(() -> !browser.isEnabled("#new-override"));
    assertThat(browser.isEnabled("#halt")).isTrue();
    assertThat(browser.isShown(LIVE)).isFalse();
    api.answers(true);
    browser.awaitShown(LIVE);
  }

  @Test
  void shouldShowWhatCannotBeSeen_whenTextsAreHostile() {
    open();
    api.alert("<img src=x onerror=alert(1)> \u202Etxt.exe\u200B " + "x".repeat(200_000));

    browser.awaitText("#alerts", "<img src=x onerror=alert(1)> \\u{202E}txt.exe\\u{200B}");
    assertThat((Long) browser.evaluate("document.documentElement.scrollHeight")).isLessThan(4000);
    assertThat((Long) browser.evaluate("document.images.length")).isZero();
  }

  @Test
  void shouldHaveNoFinding_whenAxeLooks() throws Exception {
    open();
    api.decide("o-1", "REJECTED", false);
    api.alert("a critical one");
    browser.awaitShown("tr[data-order=o-1]");
    List<String> findings = new ArrayList<>();
    for (String scheme : List.of("light", "dark")) {
      browser.prefer(scheme);
      findings.addAll(browser.axeFindings());
      browser.click("tr[data-portfolio=alpha] button.link");
      browser.awaitText("#drawer", "trend");
      findings.addAll(browser.axeFindings());
      browser.click("#drawer-close");
      browser.click("#halt");
      browser.awaitShown("#override-send");
      findings.addAll(browser.axeFindings());
      browser.click("#override-form .end button:nth-last-child(2)");
    }

    assertThat(findings).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }
}
