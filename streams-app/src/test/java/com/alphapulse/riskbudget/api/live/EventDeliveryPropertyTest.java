package com.alphapulse.riskbudget.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * A reader that reads, stops reading, is cut off in the middle of what is on its way and comes
 * back, while events are published at random: unless it is told to read everything anew, it gets
 * every event once and in order, but for decisions of which it is told how many it did not get.
 */
class EventDeliveryPropertyTest {
  private static final int KEPT = 60;

  enum Kind {
    PUBLISH,
    PUBLISH_DECISIONS,
    TAKE,
    WAIT,
    CUT,
    CONNECT,
    RESTART
  }

  record Step(Kind kind, int amount) {}

  private static final class Run {
    private EventHub hub = new EventHub(skipped -> {}, KEPT);
    private final List<ViewEvent> published = new ArrayList<>();
    private long now = 1;
    private Optional<HeldOutlet> outlet = Optional.empty();
    private Optional<String> lastId = Optional.empty();
    private long position;
    private int missing;
    private boolean resetExpected;
    private int resets;
    private int sampled;
    private int resumed;

    void publish(ViewEvent.Type type, int amount) {
      for (int i = 0; i < amount; i++) {
        long number = published.size() + 1L;
        Optional<String> portfolio = Optional.of(number % 4 == 0 ? "other" : "mine");
        ViewEvent event =
            ViewEvent.of(type, portfolio, () -> RecordJson.object().put("number", number));
        published.add(event);
        hub.publish(event, now);
      }
    }

    void connect() {
      if (outlet.isPresent()) {
        return;
      }
      HeldOutlet fresh = new HeldOutlet();
      outlet = Optional.of(fresh);
      if (lastId.isEmpty()) {
        position = published.size();
        resetExpected = false;
      } else {
        resetExpected |= published.size() - position > KEPT;
        resumed += resetExpected ? 0 : 1;
      }
      hub.add(new Reader(hub, event -> event.concerns("mine"), lastId, RecordJson::object, fresh));
      turn();
    }

    void turn() {
      hub.turn(now);
    }

    void take() {
      outlet.ifPresent(from -> from.take().forEach(this::receive));
    }

    void cut(int frames) {
      outlet.ifPresent(
          from -> {
            from.takeAtMost(frames).forEach(this::receive);
            from.end();
          });
      outlet = Optional.empty();
    }

    void restart(int frames) {
      cut(frames);
      hub.close();
      hub = new EventHub(skipped -> {}, KEPT);
      published.clear();
      position = 0;
      missing = 0;
      resetExpected = true;
    }

    private void receive(Frame frame) {
      long sequence = EventId.parse(frame.id()).orElseThrow().sequence();
      lastId = Optional.of(frame.id());
      if (frame.type().equals("reset") || frame.type().equals("skipped")) {
        assertThat(resetExpected || published.size() - position > KEPT).isTrue();
        resetExpected = false;
        position = sequence;
        missing = 0;
        resets++;
        return;
      }
      assertThat(resetExpected).as("events before a reset").isFalse();
      boolean isEvent = frame.data().has("number");
      if (isEvent) {
        assertThat(sequence).as("told again").isGreaterThan(position);
        assertThat(frame.data().get("number").asLong()).isEqualTo(sequence);
        assertThat(event(sequence).concerns("mine")).isTrue();
      }
      for (long passed = position + 1; passed <= sequence - (isEvent ? 1 : 0); passed++) {
        if (event(passed).concerns("mine")) {
          assertThat(event(passed).type()).as("lost").isEqualTo(ViewEvent.Type.DECISION);
          missing++;
        }
      }
      position = Math.max(position, sequence);
      if (frame.type().equals("sampled")) {
        int shown = frame.data().get("shown").asInt();
        assertThat(shown).isEqualTo(Sampling.PER_SECOND);
        assertThat(frame.data().get("total").asInt() - shown).isEqualTo(missing).isPositive();
        missing = 0;
        sampled++;
      }
    }

    private ViewEvent event(long sequence) {
      return published.get((int) sequence - 1);
    }
  }

  @Property(tries = 500)
  void shouldLoseAndRepeatNothing_whenAReaderComesAndGoes(@ForAll("steps") List<Step> steps) {
    Run run = new Run();
    run.connect();
    for (Step step : steps) {
      switch (step.kind()) {
        case PUBLISH -> run.publish(ViewEvent.Type.ALERT, step.amount() % 8);
        case PUBLISH_DECISIONS -> run.publish(ViewEvent.Type.DECISION, step.amount());
        case TAKE -> run.take();
        case WAIT -> run.now += TimeUnit.MILLISECONDS.toNanos(step.amount() * 20L);
        case CUT -> run.cut(step.amount());
        case CONNECT -> run.connect();
        case RESTART -> run.restart(step.amount());
      }
      run.turn();
    }
    run.connect();
    for (int i = 0; i < 4; i++) {
      // Longer than the silence after which a status tells how far all is.
      run.now += 2 * Reader.STATUS_NANOS;
      run.take();
      run.turn();
    }
    run.take();

    assertThat(run.position).isEqualTo(run.published.size());
    assertThat(run.missing).as("left out and not told").isZero();
    run.hub.close();
    Statistics.label("resets").collect(run.resets > 0);
    Statistics.label("sampled").collect(run.sampled > 0);
    Statistics.label("resumed")
        .collect(run.resumed > 0)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
    Statistics.label("resets")
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
    Statistics.label("sampled")
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(6, Kind.PUBLISH),
            Tuple.of(3, Kind.PUBLISH_DECISIONS),
            Tuple.of(8, Kind.TAKE),
            Tuple.of(3, Kind.WAIT),
            Tuple.of(3, Kind.CUT),
            Tuple.of(5, Kind.CONNECT),
            Tuple.of(1, Kind.RESTART));
    return Combinators.combine(kinds, Arbitraries.integers().between(0, 40))
        .as(Step::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(120);
  }
}
