package com.alphapulse.riskbudget.api.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.api.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentByTimeTest {
  @Property
  void shouldKeepTheLatestOfEachKeyAndInTotal_whenReadInAnyOrder(
      @ForAll @Size(max = 60) List<@IntRange(max = 39) Integer> written,
      @ForAll @IntRange(min = 1, max = 6) int perKey,
      @ForAll @IntRange(min = 1, max = 12) int total,
      @ForAll long seed) {
    List<Position> positions = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      positions.add(position(written.get(i) / 4, String.valueOf(written.get(i) % 4), i));
    }
    List<Position> expected =
        positions.stream()
            .filter(
                p ->
                    rank(p, positions.stream().filter(o -> o.key().equals(p.key())).toList())
                        < perKey)
            .sorted(Comparator.reverseOrder())
            .limit(total)
            .toList();

    List<Position> inAnyOrder = new ArrayList<>(positions);
    Collections.shuffle(inAnyOrder, new Random(seed));
    RecentByTime<Position> recent = new RecentByTime<>(perKey, total);
    inAnyOrder.forEach(position -> recent.add(position, position));

    assertThat(recent.newestFirst(Span.newest(100), v -> true).items()).isEqualTo(expected);
    assertThat(recent.size()).isEqualTo(expected.size());
    assertThat(pageByPage(recent, 3)).isEqualTo(expected);
  }

  @Test
  void shouldForgetWhatHasLeftTheTail_whenTopicIsReadFromItsTail() {
    RecentByTime<Long> recent = new RecentByTime<>(100, 100);
    recent.add(tail("quiet", 0), 0L);
    recent.add(tail("busy", 5), 5L);
    recent.add(tail("busy", ViewTopic.KEPT_OF_TAIL + 2), 7L);

    assertThat(recent.newestFirst(Span.newest(9), v -> true).items()).containsExactly(7L, 5L);
    assertThat(recent.newestOf("quiet", 1)).isEmpty();
  }

  @Test
  void shouldApplyTimesAndLimitAfterFilter_whenAllAreGiven() {
    RecentByTime<Integer> recent = new RecentByTime<>(10, 10);
    for (int i = 0; i < 8; i++) {
      recent.add(position(i, "a", i), i);
    }
    Span span =
        new Span(
            Optional.of(Samples.TIME.plusSeconds(1)),
            Optional.of(Samples.TIME.plusSeconds(6)),
            Optional.empty(),
            2);

    assertThat(recent.newestFirst(span, v -> v % 2 == 0).items()).containsExactly(4, 2);
    assertThat(recent.newestFirst(span, v -> v % 2 == 0).next()).isEmpty();
    assertThat(recent.oldestFirst(span, v -> true).items()).containsExactly(1, 2);
    assertThat(recent.oldestFirst(span, v -> true).next()).isPresent();
  }

  @Test
  void shouldReadNothing_whenCursorIsNone() {
    assertThat(Position.parse("")).isEmpty();
    assertThat(Position.parse("WzFd")).isEmpty();
    assertThat(Position.parse("é")).isEmpty();
    assertThat(Position.parse(tail("k", 3).cursor())).contains(tail("k", 3));
  }

  @Test
  void shouldThrow_whenBoundIsBelowOne() {
    assertThatThrownBy(() -> new RecentByTime<>(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RecentByTime<>(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Position> pageByPage(RecentByTime<Position> recent, int limit) {
    List<Position> all = new ArrayList<>();
    Optional<Position> after = Optional.empty();
    do {
      Page<Position> page =
          recent.newestFirst(new Span(Optional.empty(), Optional.empty(), after, limit), v -> true);
      all.addAll(page.items());
      after = page.next().flatMap(Position::parse);
    } while (after.isPresent());
    return all;
  }

  private static long rank(Position position, List<Position> among) {
    return among.stream().filter(other -> other.compareTo(position) > 0).count();
  }

  private static Position position(int time, String key, int offset) {
    return new Position(
        Samples.TIME.plusSeconds(time), key, new Place(ViewTopic.BUDGET_UPDATE, 0, offset));
  }

  private static Position tail(String key, long offset) {
    return new Position(Samples.TIME, key, new Place(ViewTopic.APPROVED_ORDER, 1, offset));
  }
}
