package com.alphapulse.riskbudget.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationNameTest {
  private static final InstallationName PAPER = new InstallationName("paper");

  @ParameterizedTest
  @CsvSource({
    "'', order-intent, order-intent",
    "paper, order-intent, paper.order-intent",
    "paper-2_B, order-gate, paper-2_B.order-gate"
  })
  void shouldStandBeforeADot_whenThingsAreNamedOnTheCluster(
      String name, String within, String onCluster) {
    InstallationName installation = new InstallationName(name);

    assertThat(installation.onCluster(within)).isEqualTo(onCluster);
    assertThat(installation.within(onCluster)).isEqualTo(within);
  }

  @ParameterizedTest
  @ValueSource(strings = {"order-intent", "paper", "papers.order-intent", "paper-2.order-intent"})
  void shouldKeepItsName_whenItIsNotTheInstallations(String onCluster) {
    assertThat(PAPER.within(onCluster)).isEqualTo(onCluster);
    assertThat(InstallationName.NONE.within(onCluster)).isEqualTo(onCluster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", ".", "-a", "_a", "a b", " ", "ä", "a/b", "a\n", "a*"})
  void shouldRefuse_whenKafkaOrTheDotForbidsIt(String name) {
    assertThatThrownBy(() -> new InstallationName(name))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                Configuration.parse(
                    "file", "kafka: {installation: \"%s\"}".formatted(name.replace("\n", "\\n"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("kafka.installation must be at most 64 letters");
  }

  @Test
  void shouldLeaveRoomForTheLongestTopic_whenTheNameIsAsLongAsItMay() {
    assertThat(InstallationName.problem("a".repeat(64))).isEmpty();
    assertThat(InstallationName.problem("a".repeat(65))).isPresent();
  }

  @Test
  void shouldPrefixApplicationsBehindTheName_whenBothAreGiven() {
    KafkaSettings both =
        Configuration.parse("f", "kafka: {installation: paper, application_id_prefix: m-}").kafka();
    KafkaSettings prefix = Configuration.parse("f", "kafka: {application_id_prefix: m-}").kafka();

    assertThat(both.applicationId("order-gate")).isEqualTo("paper.m-order-gate");
    assertThat(prefix.applicationId("order-gate")).isEqualTo("m-order-gate");
    assertThat(Configuration.defaults().kafka().applicationId("order-gate"))
        .isEqualTo("order-gate");
  }
}
