package com.alphapulse.riskbudget.page;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/** A Chromium without a window. */
final class Browser implements AutoCloseable {
  static final File CHROMIUM = new File("/usr/bin/chromium");
  static final File DRIVER = new File("/usr/bin/chromedriver");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  private final ChromeDriver driver;

  Browser() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    // Tests may run as root, where Chromium's own sandbox does not start.
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options);
    driver.manage().window().setSize(new Dimension(1366, 900));
  }

  void open(String address) {
    driver.get(address);
  }

  void openTab(String address) {
    driver.switchTo().newWindow(WindowType.TAB);
    driver.get(address);
  }

  /** Goes to each tab in turn. */
  List<String> tabs() {
    return List.copyOf(driver.getWindowHandles());
  }

  void switchTo(String tab) {
    driver.switchTo().window(tab);
  }

  /** Waits until something that fits the selector is shown. */
  void awaitShown(String selector) {
    await(selector).atMost(PATIENCE).until(() -> isShown(selector));
  }

  boolean isShown(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().anyMatch(Browser::isDisplayed);
  }

  void awaitText(String selector, String text) {
    await(selector + ": " + text).atMost(PATIENCE).until(() -> text(selector).contains(text));
  }

  /** Text of the first that fits; empty where none does. */
  String text(String selector) {
    Object text =
        driver.executeScript(
            "return document.querySelector(arguments[0])?.innerText ?? ''", selector);
    return String.valueOf(text);
  }

  /** Texts of all that fit. */
  @SuppressWarnings("unchecked") // The script makes a list of texts.
  List<String> texts(String selector) {
    return (List<String>)
        driver.executeScript(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)", selector);
  }

  /** Clicks, as soon as it can be clicked: rows may be made anew meanwhile. */
  void click(String selector) {
    await("click " + selector)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              WebElement element = driver.findElement(By.cssSelector(selector));
              if (element.isDisplayed() && element.isEnabled()) {
                element.click();
                return true;
              }
              return false;
            });
  }

  /** Moves the pointer there, away from where it was. */
  void pointAt(String selector) {
    new Actions(driver).moveToElement(driver.findElement(By.cssSelector(selector))).perform();
  }

  /** Whether a click on its middle would hit it, and not something above. */
  boolean isUncovered(String selector) {
    return (Boolean)
        driver.executeScript(
            "const e = document.querySelector(arguments[0]), r = e.getBoundingClientRect();"
                + " return document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2) === e",
            selector);
  }

  void type(String selector, String text) {
    driver.findElement(By.cssSelector(selector)).sendKeys(text);
  }

  /** Chooses by value, as a user's choice would. */
  void choose(String selector, String value) {
    driver.executeScript(
        "const s = document.querySelector(arguments[0]); s.value = arguments[1];"
            + " s.dispatchEvent(new Event('input', {bubbles: true}));"
            + " s.dispatchEvent(new Event('change', {bubbles: true}))",
        selector,
        value);
  }

  boolean isEnabled(String selector) {
    // In one script: a row may be made anew between finding a control in it and asking it.
    return (Boolean)
        driver.executeScript("return !document.querySelector(arguments[0]).disabled", selector);
  }

  Object evaluate(String script) {
    return driver.executeScript("return " + script);
  }

  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** What axe finds fault with, a line each. */
  @SuppressWarnings("unchecked") // The script makes a list of texts.
  List<String> axeFindings() throws IOException {
    try (InputStream in = Browser.class.getResourceAsStream(AXE)) {
      driver.executeScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    return (List<String>)
        driver.executeAsyncScript(
            "const done = arguments[0]; axe.run().then(r => done(r.violations.flatMap(v =>"
                + " v.nodes.map(n => v.id + ': ' + n.target + ' ' + n.failureSummary))))");
  }

  /** Errors of scripts and refusals of the security policy; what was told before is left out. */
  List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> entry.getLevel().equals(Level.SEVERE))
        .map(entry -> entry.getMessage())
        .toList();
  }

  /** Closes all tabs but one, which then shows nothing. */
  void rest() {
    List<String> tabs = tabs();
    for (String tab : tabs.subList(1, tabs.size())) {
      driver.switchTo().window(tab).close();
    }
    driver.switchTo().window(tabs.get(0));
    driver.get("about:blank");
    complaints();
  }

  @Override
  public void close() {
    driver.quit();
  }

  private static boolean isDisplayed(WebElement element) {
    try {
      return element.isDisplayed();
    } catch (StaleElementReferenceException e) {
      return false; // Made anew meanwhile; the next look tells.
    }
  }
}
