package com.alphapulse.riskbudget.topology.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.InstallationName;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrdersLastTest {
  private static final InstallationName PAPER = new InstallationName("paper");
  private static final TopicPartition ORDERS = at(Topics.ORDER_INTENT, 0);
  private static final TopicPartition OTHER_ORDERS = at(Topics.ORDER_INTENT, 1);

  private final OrdersLast ordersLast = new OrdersLast(PAPER);
  private final Map<TopicPartition, OptionalLong> lags = new HashMap<>();
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public OptionalLong currentLag(TopicPartition partition) {
          return lags.get(partition);
        }
      };

  @BeforeEach
  void assign() {
    for (Topics topic : Topics.GATE_INPUTS) {
      lags.put(at(topic, 0), OptionalLong.of(0));
      lags.put(at(topic, 1), OptionalLong.of(0));
    }
    consumer.assign(lags.keySet());
  }

  @Test
  void shouldHoldNothing_whenAllThatIsThereHasCome() {
    behind(ORDERS, 1_000);

    assertThat(hold()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Topics.class,
      names = {
        "EXECUTION_REPORT",
        "BUDGET_UPDATE",
        "PORTFOLIO",
        "MARKET_MARKS",
        "RISK_OVERRIDE_ROUTED",
        "MARKET_STATE"
      })
  void shouldHoldTheOrdersOfThatPartition_whenAnyInputIsBehind(Topics topic) {
    behind(at(topic, 0), 1);

    assertThat(hold()).containsExactly(ORDERS);
    assertThat(Topics.GATE_INPUTS).contains(topic);
  }

  @Test
  void shouldHoldOrders_whenItIsNotKnownWhetherAnInputIsBehind() {
    lags.put(at(Topics.BUDGET_UPDATE, 1), OptionalLong.empty());

    assertThat(hold()).containsExactly(OTHER_ORDERS);
  }

  @ParameterizedTest
  @EnumSource(
      value = Topics.class,
      names = {"PORTFOLIO", "MARKET_MARKS"})
  void shouldHoldReportsToo_whenDefinitionsOrMarksAreBehind(Topics topic) {
    behind(at(topic, 1), 5);

    assertThat(ordersLast.toHold(consumer))
        .containsExactlyInAnyOrder(OTHER_ORDERS, at(Topics.EXECUTION_REPORT, 1));
  }

  /** Kafka Streams pauses a partition of which it has enough records waiting. */
  @Test
  void shouldHoldOrders_whenAnInputIsBehindAndPaused() {
    behind(at(Topics.EXECUTION_REPORT, 0), 5);
    consumer.pause(Set.of(at(Topics.EXECUTION_REPORT, 0)));

    assertThat(hold()).containsExactly(ORDERS);
  }

  @Test
  void shouldLeaveOrdersAlone_whenKafkaStreamsHasPausedThem() {
    behind(at(Topics.PORTFOLIO, 0), 1);
    consumer.pause(Set.of(ORDERS));

    assertThat(hold()).isEmpty();
  }

  @Test
  void shouldLetOrdersGo_whenTheInputHasCaughtUp() {
    TopicPartition budgets = at(Topics.BUDGET_UPDATE, 0);
    behind(budgets, 1);
    assertThat(hold()).containsExactly(ORDERS);
    behind(budgets, 0);

    assertThat(hold()).isEmpty();
  }

  /** Partitions of orders that are held. */
  private Set<TopicPartition> hold() {
    return ordersLast.toHold(consumer).stream()
        .filter(p -> p.topic().equals(Topics.ORDER_INTENT.on(PAPER)))
        .collect(Collectors.toSet());
  }

  private void behind(TopicPartition partition, long records) {
    lags.put(partition, OptionalLong.of(records));
  }

  private static TopicPartition at(Topics topic, int partition) {
    return new TopicPartition(topic.on(PAPER), partition);
  }
}
