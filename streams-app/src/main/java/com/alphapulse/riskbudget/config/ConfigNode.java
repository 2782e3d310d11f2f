package com.alphapulse.riskbudget.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * One mapping of the configuration while it is read. Each accessor documents its key, checks the
 * value and falls back to the default; errors are collected, not thrown, so that all of them can be
 * reported at once.
 */
final class ConfigNode {

  /** A documented key, as listed in {@code docs/configuration.md}. */
  record Key(String path, String defaultValue, String description) {}

  private final String path;
  private final JsonNode node;
  private final List<String> errors;
  private final List<Key> keys;
  private final Set<String> known = new HashSet<>();
  private final List<ConfigNode> children = new ArrayList<>();

  ConfigNode(JsonNode root) {
    this("", root, new ArrayList<>(), new ArrayList<>());
  }

  private ConfigNode(String path, JsonNode node, List<String> errors, List<Key> keys) {
    this.path = path;
    this.node = node;
    this.errors = errors;
    this.keys = keys;
    if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
      errors.add((path.isEmpty() ? "the file" : path) + " must be a mapping of keys to values");
    }
  }

  ConfigNode child(String key) {
    known.add(key);
    ConfigNode child = new ConfigNode(pathOf(key), value(key), errors, keys);
    children.add(child);
    return child;
  }

  /** The mappings under free names. */
  Map<String, ConfigNode> named() {
    Map<String, ConfigNode> named = new TreeMap<>();
    node.fieldNames().forEachRemaining(name -> named.put(name, child(name)));
    return named;
  }

  /** A list of mappings. */
  List<ConfigNode> items(String key, String description) {
    JsonNode value = document(key, "none", description);
    if (!value.isMissingNode() && !value.isArray()) {
      errors.add(pathOf(key) + " must be a list of mappings");
    }
    List<ConfigNode> items = new ArrayList<>();
    for (JsonNode item : value) {
      items.add(
          new ConfigNode(pathOf(key) + "[" + items.size() + "]", item, errors, new ArrayList<>()));
    }
    children.addAll(items);
    return items;
  }

  /** A text that no error tells, since it may be a secret; empty where it is none. */
  Optional<String> untold(String key) {
    known.add(key);
    JsonNode value = value(key);
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  /** Whether the file has this mapping at all. */
  boolean isGiven() {
    return node.isObject();
  }

  /** Whether the file has a key. */
  boolean has(String key) {
    return node.has(key);
  }

  double number(
      String key, double defaultValue, double minimum, double maximum, String description) {
    JsonNode value = document(key, defaultValue, description);
    if (value.isMissingNode()) {
      return defaultValue;
    }
    double number = value.asDouble();
    if (!value.isNumber() || !(number >= minimum && number <= maximum)) {
      errors.add(
          "%s must be a number from %s to %s, not %s"
              .formatted(pathOf(key), plain(minimum), plain(maximum), told(value)));
      return defaultValue;
    }
    return number;
  }

  /** A number that may be left out; without it there is no such limit. */
  OptionalDouble optionalNumber(String key, double minimum, double maximum, String description) {
    JsonNode value = document(key, "none", description);
    if (value.isMissingNode()) {
      return OptionalDouble.empty();
    }
    double number = value.asDouble();
    if (!value.isNumber() || !(number >= minimum && number <= maximum)) {
      errors.add(
          "%s must be a number from %s to %s, not %s"
              .formatted(pathOf(key), plain(minimum), plain(maximum), told(value)));
    }
    return OptionalDouble.of(number);
  }

  int integer(String key, int defaultValue, int minimum, int maximum, String description) {
    JsonNode value = document(key, defaultValue, description);
    if (value.isMissingNode()) {
      return defaultValue;
    }
    if (!value.isIntegralNumber() || value.asLong() < minimum || value.asLong() > maximum) {
      errors.add(
          "%s must be a whole number from %d to %d, not %s"
              .formatted(pathOf(key), minimum, maximum, told(value)));
      return defaultValue;
    }
    return value.asInt();
  }

  /** A duration, written in seconds. */
  Duration seconds(String key, Duration defaultValue, Duration minimum, String description) {
    double seconds =
        number(key, toSeconds(defaultValue), toSeconds(minimum), 1e10, description + " Seconds.");
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  boolean flag(String key, boolean defaultValue, String description) {
    JsonNode value = document(key, defaultValue, description);
    if (value.isMissingNode()) {
      return defaultValue;
    }
    if (!value.isBoolean()) {
      errors.add("%s must be true or false, not %s".formatted(pathOf(key), told(value)));
    }
    return value.asBoolean(defaultValue);
  }

  String text(String key, String defaultValue, String description) {
    JsonNode value = document(key, defaultValue, description);
    if (value.isMissingNode()) {
      return defaultValue;
    }
    if (!value.isTextual()) {
      errors.add("%s must be a text, not %s".formatted(pathOf(key), told(value)));
      return defaultValue;
    }
    return value.asText();
  }

  /** A list of texts. */
  List<String> texts(String key, List<String> defaultValue, String description) {
    JsonNode value =
        document(
            key, defaultValue.isEmpty() ? "none" : String.join(", ", defaultValue), description);
    if (value.isMissingNode()) {
      return defaultValue;
    }
    if (!value.isArray()) {
      errors.add("%s must be a list, not %s".formatted(pathOf(key), told(value)));
      return defaultValue;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : value) {
      if (!text.isValueNode() || text.isNull()) {
        errors.add("%s must be a list of texts, and holds %s".formatted(pathOf(key), told(text)));
        return defaultValue;
      }
      texts.add(text.asText());
    }
    return texts;
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E defaultValue, String description) {
    JsonNode value =
        document(key, lower(defaultValue), description + " One of " + names(type) + ".");
    if (value.isMissingNode()) {
      return defaultValue;
    }
    for (E constant : type.getEnumConstants()) {
      if (lower(constant).equals(value.asText())) {
        return constant;
      }
    }
    errors.add("%s must be one of %s, not %s".formatted(pathOf(key), names(type), told(value)));
    return defaultValue;
  }

  /** A free mapping of texts, for properties that are passed on. */
  Map<String, String> properties(String key, String description) {
    Map<String, String> properties = new TreeMap<>();
    mapping(key, "none", description)
        .forEach(
            (name, value) -> {
              if (!value.isValueNode() || value.isNull()) {
                errors.add(pathOf(key) + "." + name + " must be a text, in quotes where needed");
              }
              properties.put(name, value.asText());
            });
    return properties;
  }

  /** A mapping of free names to one of some constants each, written in any case. */
  <E extends Enum<E>> Map<String, E> choices(String key, Class<E> type, String description) {
    Map<String, E> choices = new TreeMap<>();
    mapping(key, "none", description + " One of " + names(type) + ".")
        .forEach(
            (name, value) -> {
              for (E constant : type.getEnumConstants()) {
                if (constant.name().equalsIgnoreCase(value.asText())) {
                  choices.put(name, constant);
                }
              }
              if (!choices.containsKey(name)) {
                errors.add(
                    "%s.%s must be one of %s, not %s"
                        .formatted(pathOf(key), name, names(type), told(value)));
              }
            });
    return choices;
  }

  /**
   * A mapping of some constants, written in any case, to numbers. One that is given replaces the
   * default as a whole.
   */
  <E extends Enum<E>> Map<E, Double> numbers(
      String key,
      Class<E> type,
      Map<E, Double> defaultValue,
      double minimum,
      double maximum,
      String description) {
    Map<String, String> shown = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      if (defaultValue.containsKey(constant)) {
        shown.put(lower(constant), plain(defaultValue.get(constant)));
      }
    }
    String text = shown.toString().replace("=", ": ").replace("{", "").replace("}", "");
    JsonNode value = value(key);
    Map<String, Double> named = numbers(key, text, minimum, maximum, description);
    if (value.isMissingNode() || !value.isObject()) {
      return defaultValue;
    }
    Map<E, Double> numbers = new EnumMap<>(type);
    named.forEach(
        (name, number) -> {
          for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(name)) {
              numbers.put(constant, number);
            }
          }
        });
    for (String name : named.keySet()) {
      if (numbers.keySet().stream().noneMatch(c -> c.name().equalsIgnoreCase(name))) {
        errors.add(
            "%s.%s is not a known key (known here: %s)".formatted(pathOf(key), name, names(type)));
      }
    }
    return numbers;
  }

  /** A mapping of free names to numbers. */
  Map<String, Double> numbers(String key, double minimum, double maximum, String description) {
    return numbers(key, "none", minimum, maximum, description);
  }

  private Map<String, Double> numbers(
      String key, String shownDefault, double minimum, double maximum, String description) {
    Map<String, Double> numbers = new TreeMap<>();
    mapping(key, shownDefault, description)
        .forEach(
            (name, value) -> {
              if (value.isNumber() && value.asDouble() >= minimum && value.asDouble() <= maximum) {
                numbers.put(name, value.asDouble());
              } else {
                errors.add(
                    "%s.%s must be a number from %s to %s, not %s"
                        .formatted(pathOf(key), name, plain(minimum), plain(maximum), told(value)));
              }
            });
    return numbers;
  }

  /** Adds an error about this mapping as a whole or about how its values go together. */
  void error(String key, String message) {
    errors.add(pathOf(key) + " " + message);
  }

  /** All errors so far and, for this node and those below it, the keys that nobody asked for. */
  List<String> finish() {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                errors.add(
                    "%s is not a known key (known here: %s)"
                        .formatted(
                            pathOf(name), String.join(", ", known.stream().sorted().toList())));
              }
            });
    children.forEach(ConfigNode::finish);
    return errors;
  }

  /** Every key that was asked for, in order. */
  List<Key> keys() {
    return keys;
  }

  private Map<String, JsonNode> mapping(String key, String shownDefault, String description) {
    JsonNode value = document(key, shownDefault, description);
    if (!value.isMissingNode() && !value.isObject()) {
      errors.add(pathOf(key) + " must be a mapping of keys to values");
    }
    Map<String, JsonNode> entries = new TreeMap<>();
    value.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    return entries;
  }

  private JsonNode document(String key, Object defaultValue, String description) {
    known.add(key);
    String shown = defaultValue instanceof Double d ? plain(d) : String.valueOf(defaultValue);
    keys.add(new Key(pathOf(key), shown, description));
    return value(key);
  }

  private JsonNode value(String key) {
    JsonNode value = node.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** What stands in the place of a value, without what may be a secret inside of it. */
  private static String told(JsonNode value) {
    return value.isArray() ? "a list" : value.isObject() ? "a mapping" : value.toString();
  }

  private static double toSeconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(lower(constant));
    }
    return String.join(", ", names);
  }
}
