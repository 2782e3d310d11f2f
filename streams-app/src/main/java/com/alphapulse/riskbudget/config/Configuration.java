package com.alphapulse.riskbudget.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The whole configuration of a process. Immutable; made by {@link #parse} or {@link #load}. */
public record Configuration(
    RiskBudgeting riskBudgeting,
    MarketSettings market,
    GateSettings gate,
    KafkaSettings kafka,
    RegistrySettings registry,
    ApiSettings api,
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
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new ConfigurationException(
          file.toString(), List.of("cannot be read: " + e.getClass().getSimpleName()));
    }
  }

  /**
   * Reads YAML.
   *
   * @param source named in errors
   * @throws ConfigurationException with everything that is wrong in it
   */
  public static Configuration parse(String source, String yaml) {
    ConfigNode root = new ConfigNode(tree(source, yaml));
    Configuration configuration = read(root);
    List<String> errors = root.finish();
    if (!errors.isEmpty()) {
      throw new ConfigurationException(source, errors);
    }
    return configuration;
  }

  /** Every default. */
  public static Configuration defaults() {
    return parse("defaults", "");
  }

  /** Every key with its default and description, as a Markdown table for the documentation. */
  public static String documentation() {
    ConfigNode root = new ConfigNode(MissingNode.getInstance());
    read(root);
    StringBuilder table = new StringBuilder("| key | default | meaning |\n|---|---|---|\n");
    for (ConfigNode.Key key : root.keys()) {
      table.append(
          "| `%s` | %s | %s |%n".formatted(key.path(), key.defaultValue(), key.description()));
    }
    return table.toString();
  }

  private static Configuration read(ConfigNode root) {
    return new Configuration(
        RiskBudgeting.read(root.child("risk_budgeting")),
        MarketSettings.read(root.child("market")),
        GateSettings.read(root.child("gate")),
        KafkaSettings.read(root.child("kafka")),
        RegistrySettings.read(root.child("schema_registry")),
        ApiSettings.read(root.child("api")),
        BacktestSettings.read(root.child("backtest")));
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
