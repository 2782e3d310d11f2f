package com.alphapulse.riskbudget.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker finds what it is there to find. */
class ExpositionTest {

  @Test
  void shouldSayNothing_whenAllIsWell() {
    Exposition good =
        new Exposition(
            """
            # HELP a_seconds How long.
            # TYPE a_seconds histogram
            a_seconds_bucket{le="+Inf"} 1
            a_seconds_sum 2.0
            a_seconds_count 1
            # HELP b_total How many.
            # TYPE b_total counter
            b_total{x="1"} 1.0
            b_total{x="2"} NaN
            """);
    assertThat(good.complaints()).isEmpty();
    assertThat(good.size()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a     | gauge   | Help. | a 1       | a 1           | the same series twice",
        "a     | gauge   | ''    | a 1       | a{x=\"1\"} 1  | empty help",
        "a     | counter | Help. | a 1       | a{x=\"1\"} 1  | counters, and only they",
        "a_total | gauge | Help. | a_total 1 | a_total{x=\"1\"} 1 | counters, and only they",
        "a_count | gauge | Help. | a_count 1 | a_count{x=\"1\"} 1 | part of a histogram",
        "a_ms  | gauge   | Help. | a_ms 1    | a_ms{x=\"1\"} 1 | no base unit",
        "A     | gauge   | Help. | A 1       | A{x=\"1\"} 1  | is no name",
        "a     | gauge   | Help. | a 1       | b 1           | has no help",
        "a     | gauge   | Help. | a 1       | a             | no sample"
      })
  void shouldComplain_whenSomethingIsWrong(
      String name, String type, String help, String first, String second, String complaint) {
    Exposition bad =
        new Exposition(
            "# HELP %s %s\n# TYPE %s %s\n%s\n%s\n"
                .formatted(name, help, name, type, first, second));
    assertThat(bad.complaints()).anySatisfy(text -> assertThat(text).contains(complaint));
  }
}
