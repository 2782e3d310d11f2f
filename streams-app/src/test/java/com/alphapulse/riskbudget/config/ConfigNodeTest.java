package com.alphapulse.riskbudget.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.AssetClass;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigNodeTest {
  private static final Map<AssetClass, Double> DEFAULT =
      Map.of(AssetClass.BOND, 0.25, AssetClass.EQUITY, 1.0);

  @Test
  void shouldReadChoices_whenTheyAreWrittenInAnyCase() throws Exception {
    ConfigNode node = node("{'classes': {'AAA': 'bond', 'BBB': 'Real_Estate', 'CCC': 'CASH'}}");
    assertThat(node.choices("classes", AssetClass.class, "Class."))
        .containsOnly(
            Map.entry("AAA", AssetClass.BOND),
            Map.entry("BBB", AssetClass.REAL_ESTATE),
            Map.entry("CCC", AssetClass.CASH));
    assertThat(node.finish()).isEmpty();
  }

  @Test
  void shouldTellEveryName_whenChoicesAreWrong() throws Exception {
    ConfigNode node = node("{'classes': {'AAA': 'bonds', 'BBB': 7, 'CCC': null, 'DDD': 'bond'}}");
    assertThat(node.choices("classes", AssetClass.class, "Class."))
        .containsOnly(Map.entry("DDD", AssetClass.BOND));
    assertThat(node.finish())
        .hasSize(3)
        .anySatisfy(e -> assertThat(e).startsWith("classes.AAA must be one of equity, bond"))
        .anySatisfy(e -> assertThat(e).startsWith("classes.BBB").endsWith("not 7"))
        .anySatisfy(e -> assertThat(e).startsWith("classes.CCC").endsWith("not null"));
  }

  @Test
  void shouldReadNumbers_whenTheyAreWithinTheBounds() throws Exception {
    ConfigNode node = node("{'shares': {'AAA': 0.5, 'BBB': 10}}");
    assertThat(node.numbers("shares", 0.5, 10, "Shares."))
        .containsOnly(Map.entry("AAA", 0.5), Map.entry("BBB", 10.0));
    assertThat(node.finish()).isEmpty();
  }

  @Test
  void shouldTellEveryName_whenNumbersAreWrong() throws Exception {
    ConfigNode node = node("{'shares': {'AAA': 0.4, 'BBB': 11, 'CCC': 'many', 'DDD': 1}}");
    assertThat(node.numbers("shares", 0.5, 10, "Shares.")).containsOnly(Map.entry("DDD", 1.0));
    assertThat(node.finish())
        .containsExactlyInAnyOrder(
            "shares.AAA must be a number from 0.5 to 10, not 0.4",
            "shares.BBB must be a number from 0.5 to 10, not 11",
            "shares.CCC must be a number from 0.5 to 10, not \"many\"");
  }

  @Test
  void shouldRefuse_whenAMappingIsNone() throws Exception {
    ConfigNode node = node("{'shares': [1, 2], 'classes': 'bond', 'weights': 3}");
    assertThat(node.numbers("shares", 0, 10, "Shares.")).isEmpty();
    assertThat(node.choices("classes", AssetClass.class, "Class.")).isEmpty();
    assertThat(node.numbers("weights", AssetClass.class, DEFAULT, 0, 1, "Weights."))
        .isEqualTo(DEFAULT);
    assertThat(node.finish())
        .containsExactlyInAnyOrder(
            "shares must be a mapping of keys to values",
            "classes must be a mapping of keys to values",
            "weights must be a mapping of keys to values");
  }

  @Test
  void shouldBeEmpty_whenAMappingIsMissing() throws Exception {
    ConfigNode node = node("{'shares': null}");
    assertThat(node.numbers("shares", 0, 10, "Shares.")).isEmpty();
    assertThat(node.choices("classes", AssetClass.class, "Class.")).isEmpty();
    assertThat(node.keys()).extracting(ConfigNode.Key::defaultValue).containsOnly("none");
    assertThat(node.finish()).isEmpty();
  }

  @Test
  void shouldReplaceTheDefault_whenAMappingOfConstantsIsGiven() throws Exception {
    ConfigNode node = node("{'weights': {'Commodity': 0.5, 'cash': 0}}");
    assertThat(node.numbers("weights", AssetClass.class, DEFAULT, 0, 1, "Weights."))
        .containsOnly(Map.entry(AssetClass.COMMODITY, 0.5), Map.entry(AssetClass.CASH, 0.0));
    assertThat(node.keys())
        .containsExactly(new ConfigNode.Key("weights", "equity: 1, bond: 0.25", "Weights."));
    assertThat(node.finish()).isEmpty();
    assertThat(node("{}").numbers("weights", AssetClass.class, DEFAULT, 0, 1, "Weights."))
        .isEqualTo(DEFAULT);
  }

  @Test
  void shouldRefuse_whenAConstantIsUnknown() throws Exception {
    ConfigNode node = node("{'weights': {'gold': 0.5, 'cash': 2, 'bond': 1}}");
    assertThat(node.numbers("weights", AssetClass.class, DEFAULT, 0, 1, "Weights."))
        .containsOnly(Map.entry(AssetClass.BOND, 1.0));
    assertThat(node.finish())
        .hasSize(2)
        .anySatisfy(e -> assertThat(e).startsWith("weights.gold is not a known key"))
        .anySatisfy(
            e -> assertThat(e).isEqualTo("weights.cash must be a number from 0 to 1, not 2"));
  }

  private static ConfigNode node(String json) throws Exception {
    JsonNode tree = new ObjectMapper().readTree(json.replace('\'', '"'));
    return new ConfigNode(tree);
  }
}
