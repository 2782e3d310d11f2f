package com.alphapulse.riskbudget.topology.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameTableTest {
  private final NameTable names = new NameTable();

  @Test
  void shouldGiveTheFirstString_whenAnEqualNameIsLearnt() {
    String first = copy("AAPL");
    String other = copy("MSFT");

    assertThat(names.learn(first)).isSameAs(first);
    assertThat(names.learn(copy("AAPL"))).isSameAs(first);
    assertThat(names.learn(other)).isSameAs(other);
    assertThat(names.learn(first)).isSameAs(first);
  }

  @Test
  void shouldGiveTheLearntString_whenAskedForAnEqualName() {
    String learnt = names.learn(copy("Ünïcode 😀"));
    String empty = names.learn(copy(""));

    assertThat(names.of(copy("Ünïcode 😀"))).isSameAs(learnt);
    assertThat(names.of(learnt)).isSameAs(learnt);
    assertThat(names.of(copy(""))).isSameAs(empty);
  }

  @Test
  void shouldGiveTheSameStringAndNotLearnIt_whenTheNameIsUnknown() {
    names.learn("AAPL");
    String asked = copy("aapl");
    String later = copy("aapl");

    assertThat(names.of(asked)).isSameAs(asked);
    assertThat(names.of(later)).isSameAs(later);
    assertThat(names.learn(later)).isSameAs(later);
    assertThat(names.of(asked)).isSameAs(later);
  }

  private static String copy(String name) {
    return String.valueOf(name.toCharArray());
  }
}
