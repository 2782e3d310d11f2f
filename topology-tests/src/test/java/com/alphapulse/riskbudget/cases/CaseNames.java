package com.alphapulse.riskbudget.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of one case, which no other has: in texts, {@code $P} is its portfolio, {@code $P2} its
 * second, {@code $M} its market, {@code $A} its symbol A, and {@code $LONG(300000)} a text of that
 * length. Symbols are written plainly where only a symbol can stand.
 */
final class CaseNames {
  private static final Set<String> SYMBOL_LISTS = Set.of("symbols", "restrictedSymbols");
  private static final Pattern LONG = Pattern.compile("\\$LONG\\((\\d+)\\)");
  private static final Pattern PORTFOLIO = Pattern.compile("\\$P(\\d?)(?![A-Z0-9])");
  private static final Pattern MARKET = Pattern.compile("\\$M(\\d?)(?![A-Z0-9])");
  private static final Pattern SYMBOL = Pattern.compile("\\$([A-Z][A-Z0-9]*)");

  private final String id;

  /**
   * @param id letters and digits, unique among all cases on a platform
   */
  CaseNames(String id) {
    this.id = id;
  }

  String portfolio() {
    return text("$P");
  }

  String market() {
    return text("$M");
  }

  String symbol(String plain) {
    return plain.isEmpty() || plain.startsWith(id + ".") ? plain : id + "." + plain;
  }

  /** The name that a case uses for a symbol. */
  static String plain(String symbol) {
    return symbol.substring(symbol.indexOf('.') + 1);
  }

  /** A text with its names put in. */
  String text(String text) {
    String named = LONG.matcher(text).replaceAll(m -> "x".repeat(Integer.parseInt(m.group(1))));
    named = PORTFOLIO.matcher(named).replaceAll("P$1-" + id);
    named = MARKET.matcher(named).replaceAll("M$1-" + id);
    return SYMBOL.matcher(named).replaceAll(m -> Matcher.quoteReplacement(symbol(m.group(1))));
  }

  /** A line, or a part of one, with its names put in. */
  JsonNode in(JsonNode json) {
    return in(json, "");
  }

  private JsonNode in(JsonNode json, String key) {
    if (json.isTextual()) {
      String text = json.asText();
      return TextNode.valueOf(key.equals("symbol") ? symbol(text(text)) : text(text));
    }
    if (json.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      String within = SYMBOL_LISTS.contains(key) ? "symbol" : key;
      json.forEach(item -> items.add(in(item, within)));
      return items;
    }
    if (json.isObject()) {
      ObjectNode fields = JsonNodeFactory.instance.objectNode();
      boolean bySymbol = key.equals("positionLimits");
      json.properties()
          .forEach(
              e ->
                  fields.set(
                      bySymbol ? symbol(e.getKey()) : e.getKey(), in(e.getValue(), e.getKey())));
      return fields;
    }
    return json;
  }
}
