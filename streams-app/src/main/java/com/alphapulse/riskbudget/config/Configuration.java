package com.alphapulse.riskbudget.config;

import com.alphapulse.riskbudget.domain.calendar.TradingCalendar;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The whole configuration of a process. Immutable; made by {@link #parse} or {@link #load}. */
public record Configuration(
    RiskBudgeting riskBudgeting,
    MarketSettings market,
    GateSettings gate,
    KafkaSettings kafka,
    RegistrySettings registry,
    ApiSettings api,
    ManagementSettings management,
    AlertSettings alerts,
    BacktestSettings backtest) {

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
              .build());

  /**
   * Reads a YAML file.
   *
   * @throws ConfigurationException if it cannot be read, or with everything that is wrong in it
   */
  public static Configuration load(Path file) {
    return load(file, Map.of());
  }

  /**
   * Reads a YAML file with some of its keys set anew.
   *
   * @param overrides texts by the path of their key, such as {@code market.bar_interval}
   * @throws ConfigurationException as {@link #load(Path)}
   */
  public static Configuration load(Path file, Map<String, String> overrides) {
    try {
      Configuration configuration = parse(file.toString(), Files.readString(file), overrides);
      List<String> misfits = configuration.misfits();
      if (!misfits.isEmpty()) {
        throw new ConfigurationException(file.toString(), misfits);
      }
      return configuration;
    } catch (IOException e) {
      throw new ConfigurationException(
          file.toString(), List.of("cannot be read: " + e.getClass().getSimpleName()));
    }
  }

  /**
   * Reads a YAML file that comes with the program.
   *
   * @param name of the resource
   * @throws ConfigurationException if this jar goes without it
   */
  public static Configuration bundled(String name) {
    try (InputStream in = Configuration.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new ConfigurationException(name, List.of("is not part of this program"));
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads YAML.
   *
   * @param source named in errors
   * @throws ConfigurationException with everything that is wrong in it
   */
  public static Configuration parse(String source, String yaml) {
    return parse(source, yaml, Map.of());
  }

  /**
   * Reads YAML with some of its keys set anew.
   *
   * @param source named in errors
   * @param overrides texts by the path of their key, such as {@code market.bar_interval}
   * @throws ConfigurationException as {@link #parse(String, String)}
   */
  public static Configuration parse(String source, String yaml, Map<String, String> overrides) {
    JsonNode tree = tree(source, yaml);
    JsonNode base = tree.isMissingNode() || tree.isNull() ? YAML.createObjectNode() : tree;
    List<String> unresolved = new References(System::getenv).resolve(base, "");
    if (!unresolved.isEmpty()) {
      throw new ConfigurationException(source, unresolved);
    }
    overrides.forEach((path, text) -> set(base, path, text));
    ConfigNode root = new ConfigNode(base);
    Configuration configuration = read(root);
    List<String> errors = root.finish();
    if (!errors.isEmpty()) {
      throw new ConfigurationException(source, errors);
    }
    return configuration;
  }

  /**
   * Ages and intervals that do not go together, and what to change. A file that has any is refused.
   */
  public List<String> misfits() {
    return FittingAges.errors(this);
  }

  /** Every default. */
  public static Configuration defaults() {
    return parse("defaults", "");
  }

  /** Every key with its default and description, as a Markdown table for the documentation. */
  public static String documentation() {
    ConfigNode root = new ConfigNode(MissingNode.getInstance());
    read(root);
    Calendars.document(root.child("calendars"));
    StringBuilder table = new StringBuilder("| key | default | meaning |\n|---|---|---|\n");
    for (ConfigNode.Key key : root.keys()) {
      table.append(
          "| `%s` | %s | %s |%n".formatted(key.path(), key.defaultValue(), key.description()));
    }
    return table.toString();
  }

  private static Configuration read(ConfigNode root) {
    Map<String, TradingCalendar> calendars = Calendars.read(root.child("calendars"));
    MarketSettings market = MarketSettings.read(root.child("market"), calendars);
    GateSettings gate = GateSettings.read(root.child("gate"), calendars);
    RiskBudgeting budgets = RiskBudgeting.read(root.child("risk_budgeting"), gate);
    return new Configuration(
        budgets,
        market,
        gate,
        KafkaSettings.read(root.child("kafka")),
        RegistrySettings.read(root.child("schema_registry")),
        ApiSettings.read(root.child("api")),
        ManagementSettings.read(root.child("management")),
        AlertSettings.read(root.child("alerts")),
        BacktestSettings.read(root.child("backtest")));
  }

  /** Sets a key; where something on the way to it is no mapping, reading will say so. */
  private static void set(JsonNode base, String path, String text) {
    String[] keys = path.split("\\.", -1);
    JsonNode node = base;
    for (int i = 0; i < keys.length - 1 && node instanceof ObjectNode mapping; i++) {
      JsonNode child = mapping.path(keys[i]);
      node = child.isMissingNode() || child.isNull() ? mapping.putObject(keys[i]) : child;
    }
    if (node instanceof ObjectNode mapping) {
      mapping.put(keys[keys.length - 1], text);
    }
  }

  private static JsonNode tree(String source, String yaml) {
    try {
      JsonNode tree = YAML.readTree(yaml);
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : "line %d, column %d: "
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new ConfigurationException(
          source, List.of(place + e.getOriginalMessage().lines().findFirst().orElse("not YAML")));
    }
  }
}
