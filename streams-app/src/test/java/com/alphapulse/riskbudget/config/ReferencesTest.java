package com.alphapulse.riskbudget.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("USER", "ada", "PASSWORD", "s3cret $1 \\ ${USER}", "EMPTY", "");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "$, $",
    "a $5 b, a $5 b",
    "${USER}, ada",
    "${USER}:${USER}, ada:ada",
    "x${EMPTY}y, xy",
    "$${USER}, ${USER}",
    "'user:${PASSWORD}', 'user:s3cret $1 \\ ${USER}'",
  })
  void shouldPutTheValueInPlace_whereATextRefersToAVariable(String text, String expected) {
    ObjectNode tree = tree(text);

    assertThat(new References(ENVIRONMENT::get).resolve(tree, "")).isEmpty();
    assertThat(tree.at("/kafka/properties/key").asText()).isEqualTo(expected);
    assertThat(tree.at("/list/0/name").asText()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "s3cret\n", "s3cret\r\n"})
  void shouldReadTheFileWithoutItsLastLineBreak_whereATextRefersToAFile(String content)
      throws IOException {
    Path file = Files.writeString(folder.resolve("password"), content);
    ObjectNode tree = tree("user:${file:" + file + "}");

    assertThat(new References(ENVIRONMENT::get).resolve(tree, "")).isEmpty();
    assertThat(tree.at("/kafka/properties/key").asText()).isEqualTo("user:s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "${ABSENT}, 'refers to the environment variable ABSENT, which is not set'",
    "${}, 'refers to ${}: write ${NAME}'",
    "${a-b}, 'refers to ${a-b}: write ${NAME}'",
    "${USER, 'has a reference that does not end'",
    "${file:/no/such/file}, 'refers to the file /no/such/file, which cannot be read'",
    "${file:}, 'refers to the file , which cannot be read'",
  })
  void shouldNameTheKey_whereAReferenceLeadsNowhere(String text, String error) {
    List<String> errors = new References(ENVIRONMENT::get).resolve(tree(text), "");

    assertThat(errors).hasSize(2);
    assertThat(errors.get(0)).startsWith("kafka.properties.key ").contains(error);
    assertThat(errors.get(1)).startsWith("list[0].name ").contains(error);
  }

  @Test
  void shouldRefuseTheConfiguration_whenAReferenceLeadsNowhere() {
    assertThatThrownBy(
            () ->
                Configuration.parse(
                    "FILE", "kafka: {properties: {sasl.jaas.config: '${NO_SUCH_VARIABLE_HERE}'}}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("kafka.properties.sasl.jaas.config")
        .hasMessageContaining("NO_SUCH_VARIABLE_HERE, which is not set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api: {port: '%s'}",
        "gate: {max_mark_age: '%s'}",
        "gate: {profile: '%s'}",
        "risk_budgeting: {enabled: '%s'}",
        "api: '%s'",
        "kafka: {properties: '%s'}",
        "api: {access: {oidc: {issuer: ['%s']}}}",
      })
  void shouldNotTellTheSecret_whenItStandsUnderAWrongKey(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "s3cret");

    assertThatThrownBy(() -> Configuration.parse("FILE", yaml.formatted("${file:" + file + "}")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("s3cret");
  }

  private static ObjectNode tree(String text) {
    ObjectNode tree = new ObjectMapper().createObjectNode();
    tree.putObject("kafka").putObject("properties").put("key", text);
    tree.putArray("list").addObject().put("name", text);
    return tree;
  }
}
