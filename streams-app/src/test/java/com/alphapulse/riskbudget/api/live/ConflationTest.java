package com.alphapulse.riskbudget.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConflationTest {
  /** Between two looks at what is due. */
  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(100);

  /** How many come within one turn, and of what. */
  record Burst(String portfolio, String key, int amount) {}

  /** What came and went out under one key. */
  private static final class Seen {
    private int came;
    private int told;
    private long toldAt = -Conflation.PACE_NANOS;
  }

  private final Conflation conflation = new Conflation();

  @Property(tries = 300)
  void shouldTellTheNewestAtMostTwiceASecond_whenAKeyChangesOften(
      @ForAll("bursts") List<Burst> bursts) {
    Map<String, Seen> seen = new HashMap<>();
    long now = 0;
    for (Burst burst : bursts) {
      Seen of = seen.computeIfAbsent(burst.portfolio() + burst.key(), key -> new Seen());
      for (int i = 0; i < burst.amount(); i++) {
        conflation.add(burst.key(), event(burst.portfolio(), burst.key(), ++of.came), now);
      }
      take(seen, now);
      now += TURN;
    }
    take(seen, now + Conflation.PACE_NANOS);

    assertThat(seen.values()).allSatisfy(of -> assertThat(of.told).isEqualTo(of.came));
    assertThat(conflation.due(now + 10 * Conflation.PACE_NANOS)).isEmpty();
  }

  @Example
  void shouldTellAtOnce_whenAPortfolioWasQuiet() {
    conflation.add("a", event("p", "a", 1), 0);
    assertThat(conflation.due(0)).hasSize(1);
    conflation.add("a", event("p", "a", 2), 1);
    assertThat(conflation.due(1)).isEmpty();
    conflation.add("a", event("q", "a", 1), 2);
    assertThat(conflation.due(2)).as("another portfolio").hasSize(1);
    assertThat(conflation.due(Conflation.PACE_NANOS)).as("what waited").hasSize(1);
  }

  private void take(Map<String, Seen> seen, long now) {
    for (ViewEvent event : conflation.due(now)) {
      Seen of = seen.get(event.portfolioId().orElseThrow() + event.newestOf().orElseThrow());
      assertThat(now - of.toldAt).isGreaterThanOrEqualTo(Conflation.PACE_NANOS);
      int number = event.data().get().get("number").asInt();
      assertThat(number).as("the newest there is").isEqualTo(of.came);
      of.told = number;
      of.toldAt = now;
    }
  }

  private static ViewEvent event(String portfolio, String key, int number) {
    return new ViewEvent(
        ViewEvent.Type.UTILIZATION,
        Optional.of(portfolio),
        Optional.of(key),
        () -> RecordJson.object().put("number", number));
  }

  @Provide
  Arbitrary<List<Burst>> bursts() {
    return Combinators.combine(
            Arbitraries.of("p", "q", "r"),
            Arbitraries.of("a", "b"),
            Arbitraries.integers().between(0, 5))
        .as(Burst::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }
}
