package com.alphapulse.riskbudget.topology.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OrderProgressTest {
  private static final TopicPartition P = new TopicPartition("order-intent", 2);
  private static final long LATE = OrderProgress.PATIENCE.toNanos() + 1;

  private final OrderProgress progress = new OrderProgress();

  @Test
  void shouldTellOfAPartition_whenItsOrdersWaitAndNoneIsHandedOut() {
    progress.polled(P, true, true, 0);
    progress.polled(P, false, true, LATE);

    assertThat(progress.standingStill(LATE)).singleElement().asString().contains("order-intent-2");
  }

  @Test
  void shouldTellOfAPartition_whenNobodyAsksForItsOrdersAnyMore() {
    progress.polled(P, false, false, 0);

    assertThat(progress.standingStill(OrderProgress.PATIENCE.toNanos())).isEmpty();
    assertThat(progress.standingStill(LATE)).hasSize(1);
  }

  @Test
  void shouldSayNothing_whenOrdersGetOnOrNoneWaits() {
    progress.polled(P, true, true, LATE);
    assertThat(progress.standingStill(LATE)).isEmpty();

    progress.polled(P, false, false, 2 * LATE);
    assertThat(progress.standingStill(2 * LATE)).isEmpty();
  }

  @Test
  void shouldSayNothing_whenThePartitionBelongsToAnotherProcess() {
    progress.polled(P, false, true, 0);
    progress.gone(List.of(P));

    assertThat(progress.standingStill(Duration.ofHours(1).toNanos())).isEmpty();
  }
}
