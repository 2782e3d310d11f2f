package com.alphapulse.riskbudget.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventHubTest {
  private static final int KEPT = 1_000;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong skipped = new AtomicLong();
  private final EventHub hub = new EventHub(skipped::addAndGet, KEPT);
  private final HeldOutlet outlet = new HeldOutlet();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void shouldGetOnlyWhatConcernsIt_whenReaderSelectsPortfolio() {
    read(event -> event.concerns("p"), Optional.empty());
    alert(Optional.of("p"), 1);
    alert(Optional.of("q"), 2);
    alert(Optional.empty(), 3);
    hub.turn(0);

    assertThat(numbers(outlet.take())).containsExactly(1, 3);
  }

  @Test
  void shouldTellWhatCannotBeTold_whenReaderIsOvertaken() {
    read(event -> true, Optional.empty());
    alert(Optional.of("p"), 0);
    hub.turn(0);
    for (int i = 1; i <= KEPT + 7; i++) {
      alert(Optional.of("p"), i);
      hub.turn(0);
    }
    outlet.take();
    hub.turn(0);

    List<Frame> frames = outlet.take();
    assertThat(frames).extracting(Frame::type).containsExactly("skipped");
    assertThat(frames.get(0).data().get("count").asInt()).isEqualTo(KEPT + 7);
    assertThat(skipped).hasValue(KEPT + 7);
    alert(Optional.of("p"), 5);
    hub.turn(0);
    assertThat(numbers(outlet.take())).containsExactly(5);
  }

  @Test
  void shouldMakeAChunkAndNoMore_whenReadersNeverRead() {
    AtomicInteger made = new AtomicInteger();
    int readers = 64;
    for (int i = 0; i < readers; i++) {
      hub.add(
          new Reader(hub, event -> true, Optional.empty(), RecordJson::object, new HeldOutlet()));
    }
    hub.turn(0);
    read(event -> true, Optional.empty());
    String text = "x".repeat(10_000);
    for (int i = 0; i < 3; i++) {
      publish(KEPT, made, text);
      hub.turn(i);
    }

    assertThat(outlet.bytes()).isBetween(Reader.CHUNK, Reader.CHUNK + 11_000);
    assertThat(made).as("of the chunk alone").hasValue(7);
  }

  @Test
  void shouldShowTwentyAndTellHowMany_whenASecondHasMoreDecisions() {
    read(event -> true, Optional.empty());
    hub.turn(SECOND);
    outlet.take();
    decisions(50, SECOND);
    hub.turn(SECOND);
    assertThat(outlet.take()).hasSize(20).allMatch(frame -> frame.type().equals("decision"));
    hub.turn(2 * SECOND - 1);
    assertThat(outlet.take()).isEmpty();

    hub.turn(2 * SECOND);
    List<Frame> told = outlet.take();
    assertThat(told).extracting(Frame::type).containsExactly("sampled");
    assertThat(told.get(0).data()).hasToString("{\"shown\":20,\"total\":50}");
    decisions(20, 2 * SECOND);
    hub.turn(2 * SECOND);
    hub.turn(3 * SECOND);
    assertThat(outlet.take()).hasSize(20);
    hub.turn(4 * SECOND);
    assertThat(outlet.take()).as("nothing was left out").isEmpty();
  }

  @Test
  void shouldGetWhatItWouldHaveGot_whenReaderCatchesUp() {
    read(event -> true, Optional.empty());
    hub.turn(0);
    outlet.end();
    for (int second = 1; second <= 5; second++) {
      decisions(15, second * SECOND);
    }
    HeldOutlet again = new HeldOutlet();
    hub.add(
        new Reader(
            hub, event -> true, Optional.of(outlet.take().get(0).id()), RecordJson::object, again));
    hub.turn(6 * SECOND);

    assertThat(again.take()).filteredOn(f -> f.type().equals("decision")).hasSize(75);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "x-1",
        "LIFE-0",
        "LIFE-1-2",
        "LIFE--1",
        "LIFE-1-99999999999-99999999999",
        "LIFE-999999999999999999",
        "LIFE-9999999999999999999",
        "\u0000",
        "LIFE-1\n"
      })
  void shouldReset_whenIdIsOfNoPlaceInTheRing(String id) {
    HeldOutlet first = new HeldOutlet();
    hub.add(new Reader(hub, event -> true, Optional.empty(), RecordJson::object, first));
    for (int i = 0; i <= KEPT; i++) {
      alert(Optional.of("p"), i);
    }
    hub.turn(0);
    String life = EventId.parse(first.take().get(0).id()).orElseThrow().life();

    read(event -> true, Optional.of(id.replace("LIFE", life)));
    hub.turn(0);

    assertThat(outlet.take()).extracting(Frame::type).startsWith("reset", "status");
  }

  @Test
  void shouldSendOneAwayAndGoOn_whenItsEventsCannotBeMade() {
    HeldOutlet broken = new HeldOutlet();
    hub.add(
        new Reader(
            hub,
            event -> {
              throw new IllegalStateException("broken");
            },
            Optional.empty(),
            RecordJson::object,
            broken));
    read(event -> true, Optional.empty());
    alert(Optional.of("p"), 1);
    hub.turn(0);

    assertThat(broken.isOpen()).isFalse();
    assertThat(numbers(outlet.take())).containsExactly(1);
    assertThat(hub.readers()).isEqualTo(1);
  }

  @Test
  void shouldForgetReader_whenItHasGone() {
    read(event -> true, Optional.empty());
    outlet.end();
    hub.turn(0);

    assertThat(hub.readers()).isZero();
  }

  @Test
  void shouldRefuseAndEndReaders_whenItIsClosed() {
    read(event -> true, Optional.empty());
    hub.close();

    assertThat(outlet.isOpen()).isFalse();
    HeldOutlet late = new HeldOutlet();
    hub.add(new Reader(hub, event -> true, Optional.empty(), RecordJson::object, late));
    assertThat(late.isOpen()).isFalse();
    assertThat(hub.readers()).isZero();
  }

  private void read(Predicate<ViewEvent> wanted, Optional<String> lastId) {
    hub.add(new Reader(hub, wanted, lastId, RecordJson::object, outlet));
  }

  private void publish(int amount, AtomicInteger made, String text) {
    for (int i = 0; i < amount; i++) {
      hub.publish(
          ViewEvent.of(
              ViewEvent.Type.ALERT,
              Optional.of("p"),
              () -> {
                made.incrementAndGet();
                return RecordJson.object().put("text", text);
              }),
          0);
    }
  }

  private void alert(Optional<String> portfolio, int number) {
    hub.publish(
        ViewEvent.of(
            ViewEvent.Type.ALERT, portfolio, () -> RecordJson.object().put("number", number)),
        0);
  }

  private void decisions(int amount, long at) {
    for (int i = 0; i < amount; i++) {
      hub.publish(ViewEvent.of(ViewEvent.Type.DECISION, Optional.of("p"), RecordJson::object), at);
    }
  }

  private static List<Integer> numbers(List<Frame> frames) {
    return frames.stream()
        .filter(frame -> frame.data().has("number"))
        .map(frame -> frame.data().get("number").asInt())
        .toList();
  }
}
