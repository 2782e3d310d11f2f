package com.alphapulse.riskbudget.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @ParameterizedTest
  @CsvSource({"270, 270", "2.7E+2, 270", "1E-8, 0.00000001", "-4.50, -4.50"})
  void shouldWriteNumbersOut_whenTheyComeInPowersOfTen(BigDecimal number, String text) {
    assertThat(Lines.text(NODES.numberNode(number))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "119, 119 s",
    "120, 2 min",
    "7199, 119 min",
    "7200, 2 h",
    "172799, 47 h",
    "172800, 2 d",
    "691200, 8 d"
  })
  void shouldRoundDownToTheLargestUnit_whenAnAgeIsTold(long seconds, String text) {
    assertThat(Lines.age(seconds)).isEqualTo(text);
  }

  @Test
  void shouldShowADash_whenThereIsNothing() {
    assertThat(Lines.text(NODES.missingNode())).isEqualTo("-");
    assertThat(Lines.text(NODES.nullNode())).isEqualTo("-");
  }
}
