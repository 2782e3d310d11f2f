package com.alphapulse.riskbudget.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * The page before a {@link StubApi} of its own for each test. Skipped where there is no browser.
 */
abstract class PageOnStub {
  static final String LIVE = "body[data-connection=live]";

  static Browser browser;

  StubApi api;

  @BeforeAll
  static void startBrowser() {
    assumeTrue(
        Browser.CHROMIUM.canExecute() && Browser.DRIVER.canExecute(),
        "skipped: no chromium and chromedriver here to open the page with");
    browser = new Browser();
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void start() {
    api = new StubApi();
  }

  @AfterEach
  void stop() {
    browser.rest();
    api.close();
  }

  void open() {
    open("");
  }

  /**
   * @param selection what is behind the page's address
   */
  void open(String selection) {
    browser.open(api.address() + selection);
    browser.awaitShown(LIVE);
  }
}
