package com.alphapulse.riskbudget.api.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentByKeyTest {

  @Property
  void shouldKeepTheLatestOfEachKeyAndInTotal_whenValuesKeepComing(
      @ForAll @Size(max = 60) List<@CharRange(from = 'a', to = 'd') Character> keys,
      @ForAll @IntRange(min = 1, max = 6) int perKey,
      @ForAll @IntRange(min = 1, max = 12) int total) {
    RecentByKey<Integer> recent = new RecentByKey<>(perKey, total);
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      char key = keys.get(i);
      recent.add(String.valueOf(key), i);
      expected.add(i);
      List<Integer> ofKey = expected.stream().filter(v -> keys.get(v) == key).toList();
      if (ofKey.size() > perKey) {
        expected.remove(ofKey.get(0));
      } else if (expected.size() > total) {
        expected.remove(0);
      }
    }
    List<Integer> newestFirst = new ArrayList<>(expected);
    Collections.reverse(newestFirst);

    assertThat(recent.newest(100, v -> true)).isEqualTo(newestFirst);
    assertThat(recent.size()).isEqualTo(expected.size());
    for (char key = 'a'; key <= 'd'; key++) {
      char wanted = key;
      assertThat(recent.newestOf(String.valueOf(key), 3))
          .isEqualTo(newestFirst.stream().filter(v -> keys.get(v) == wanted).limit(3).toList());
    }
  }

  @Test
  void shouldApplyLimitAfterFilter_whenBothAreGiven() {
    RecentByKey<Integer> recent = new RecentByKey<>(10, 10);
    for (int i = 0; i < 6; i++) {
      recent.add("a", i);
    }

    assertThat(recent.newest(2, v -> v % 2 == 0)).containsExactly(4, 2);
  }

  @Test
  void shouldThrow_whenBoundIsBelowOne() {
    assertThatThrownBy(() -> new RecentByKey<>(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RecentByKey<>(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
