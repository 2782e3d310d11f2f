package com.alphapulse.riskbudget.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventHubTest {
  private final AtomicInteger skipped = new AtomicInteger();
  private final EventHub hub = new EventHub(skipped::incrementAndGet);

  @Test
  void shouldGetOnlyWhatConcernsIt_whenListenerSelectsPortfolio() throws Exception {
    EventHub.Subscription listener = hub.subscribe(event -> event.concerns("p")).orElseThrow();
    hub.publish(event(Optional.of("p")));
    hub.publish(event(Optional.of("q")));
    hub.publish(event(Optional.empty()));

    assertThat(listener.next(0).orElseThrow().events())
        .extracting(ViewEvent::portfolioId)
        .containsExactly(Optional.of("p"), Optional.empty());
  }

  @Test
  void shouldDropOldestAndTell_whenListenerIsSlow() throws Exception {
    EventHub.Subscription listener = hub.subscribe(event -> true).orElseThrow();
    for (int i = 0; i < EventHub.QUEUED_PER_LISTENER + 7; i++) {
      hub.publish(event(Optional.of("p" + i)));
    }

    EventHub.Batch batch = listener.next(0).orElseThrow();
    assertThat(batch.skipped()).isEqualTo(7);
    assertThat(skipped).hasValue(7);
    assertThat(batch.events()).hasSize(EventHub.BATCH);
    assertThat(batch.events().get(0).portfolioId()).contains("p7");
    assertThat(listener.next(0).orElseThrow().skipped()).isZero();
  }

  @Test
  void shouldRefuse_whenItIsClosed() {
    EventHub.Subscription listener = hub.subscribe(event -> true).orElseThrow();
    listener.close();
    listener.close();
    assertThat(hub.subscribe(event -> true)).isPresent();

    hub.close();
    assertThat(hub.subscribe(event -> true)).isEmpty();
  }

  @Test
  void shouldEndListener_whenClosed() throws Exception {
    EventHub.Subscription listener = hub.subscribe(event -> true).orElseThrow();
    hub.close();

    assertThat(listener.next(60_000)).isEmpty();
  }

  private static ViewEvent event(Optional<String> portfolio) {
    return new ViewEvent(ViewEvent.Type.DECISION, portfolio, RecordJson::object);
  }
}
