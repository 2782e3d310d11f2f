package com.alphapulse.riskbudget.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One case while it is played: its names, its clock, and what has been found so far. */
final class CaseRun {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  private final CaseNames names;
  private final CaseClock clock = new CaseClock();
  private final CasePlatform.Clients clients;
  private final List<String> log = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int numbered;

  CaseRun(CaseNames names, CasePlatform.Clients clients) {
    this.names = names;
    this.clients = clients;
  }

  CaseNames names() {
    return names;
  }

  CaseClock clock() {
    return clock;
  }

  Sender sender() {
    return clients.sender();
  }

  Observed observed() {
    return clients.observed();
  }

  ApiClient api() {
    return clients.api();
  }

  /** Waits until the stages have applied all that was sent, and reads what came of it. */
  void settle() {
    clients.settle();
  }

  /** A number that grows with every call. */
  int next() {
    return ++numbered;
  }

  void say(String text) {
    log.add("  " + text);
  }

  /** Notes what was seen, and whether it is right. */
  void check(boolean right, String text) {
    log.add((right ? "  ok   " : "  FAIL ") + text);
    if (!right) {
      failures.add(text);
    }
  }

  /** Notes what was seen, and what is wrong with it, if anything. */
  void check(List<String> wrong, String text) {
    check(wrong.isEmpty(), wrong.isEmpty() ? text : text + " -- " + String.join(", ", wrong));
  }

  boolean isRight() {
    return failures.isEmpty();
  }

  String log() {
    return String.join("\n", log);
  }

  /** Whether a value is the wanted one: the same text or number, or within a range of two. */
  static boolean same(JsonNode got, JsonNode wanted) {
    if (wanted.isArray()) {
      return isNumber(got)
          && number(got).compareTo(number(wanted.get(0))) >= 0
          && number(got).compareTo(number(wanted.get(1))) <= 0;
    }
    return got.asText().equals(wanted.asText())
        || (isNumber(got) && isNumber(wanted) && number(got).compareTo(number(wanted)) == 0);
  }

  /** Adds what is wrong with a field, where it is to have a certain value. */
  static void compare(List<String> wrong, JsonNode wanted, String field, JsonNode got) {
    if (wanted.has(field) && !same(got, wanted.get(field))) {
      wrong.add("%s should be %s, is %s".formatted(field, wanted.get(field), text(got)));
    }
  }

  /** A value by its path; in lists, by the symbol, strategy or scope of an entry. */
  static JsonNode dig(JsonNode json, String... path) {
    JsonNode node = json;
    for (String key : path) {
      node = node.isArray() ? entry(node, key) : node.path(key);
    }
    return node;
  }

  private static JsonNode entry(JsonNode list, String key) {
    for (JsonNode entry : list) {
      if (List.of("symbol", "strategyId", "scopeId").stream()
          .anyMatch(field -> entry.path(field).asText().equals(key))) {
        return entry;
      }
    }
    return list.path(NUMBER.matcher(key).matches() ? Integer.parseInt(key) : -1);
  }

  /** A value as a case would write it. */
  static String text(JsonNode json) {
    return json.isNumber() ? json.decimalValue().toPlainString() : json.asText();
  }

  private static boolean isNumber(JsonNode json) {
    return NUMBER.matcher(json.asText()).matches();
  }

  private static BigDecimal number(JsonNode json) {
    return new BigDecimal(json.asText());
  }
}
