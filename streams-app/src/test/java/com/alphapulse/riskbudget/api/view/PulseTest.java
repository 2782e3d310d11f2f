package com.alphapulse.riskbudget.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class PulseTest {
  private static final Instant TIME = Instant.parse("2030-01-31T16:30:00Z");

  private final StubBrokers brokers = new StubBrokers();
  private long nanos = 5;
  private final Pulse pulse = new Pulse(brokers, () -> nanos);

  @Test
  void shouldTellHowLongTheOldestHasWaited_whenOrdersAreUndecided() {
    look(Map.of(0, 10L, 1, 10L), Map.of(0, 10L, 1, 10L));
    pass(Pulse.INTERVAL);
    look(Map.of(0, 10L, 1, 10L), Map.of(0, 10L, 1, 12L));
    pass(Pulse.INTERVAL);
    look(Map.of(0, 10L, 1, 10L), Map.of(0, 30L, 1, 15L));

    assertThat(pulse.beat().gate())
        .containsExactly(
            new Pulse.Gate(0, 20, Duration.ZERO), new Pulse.Gate(1, 5, Pulse.INTERVAL));
    assertThat(pulse.beat().problems()).isEmpty();

    pass(Pulse.INTERVAL);
    look(Map.of(0, 30L, 1, 12L), Map.of(0, 30L, 1, 15L));
    assertThat(pulse.beat().gate())
        .as("the first two are decided, the oldest is younger")
        .containsExactly(new Pulse.Gate(0, 0, Duration.ZERO), new Pulse.Gate(1, 3, Pulse.INTERVAL));
  }

  @Test
  void shouldNameThePartition_whenNobodyDecidesIt() {
    look(Map.of(0, 10L), Map.of(0, 10L, 1, 3L));
    assertThat(pulse.beat().problems()).isEmpty();
    while (pulse.beat().problems().isEmpty()) {
      assertThat(pulse.beat().gate().get(1).oldest()).isLessThan(Pulse.PATIENCE);
      pass(Pulse.INTERVAL);
      look(Map.of(0, 10L), Map.of(0, 10L, 1, 3L));
    }

    assertThat(pulse.beat().problems())
        .containsExactly("3 orders of partition 1 are undecided, the oldest for 10 s");
  }

  @Test
  void shouldNotTakeTheEndOfATransactionForAnOrder_whenNothingElseWaits() {
    brokers.orders = false;
    look(Map.of(0, 10L), Map.of(0, 11L));
    assertThat(brokers.probes).as("it may still be on its way").isZero();
    for (int i = 0; i < 20; i++) {
      pass(Pulse.INTERVAL);
      look(Map.of(0, 10L), Map.of(0, 11L));
    }
    assertThat(pulse.beat().gate()).containsExactly(new Pulse.Gate(0, 0, Duration.ZERO));
    assertThat(brokers.probes).as("once is enough").isEqualTo(1);

    brokers.orders = true;
    look(Map.of(0, 10L), Map.of(0, 12L));
    assertThat(pulse.beat().gate()).containsExactly(new Pulse.Gate(0, 1, Duration.ZERO));
  }

  @Test
  void shouldSaySo_whenTheBrokersHaveGone() {
    assertThat(pulse.beat().problems()).as("before the first answer").hasSize(1);
    look(Map.of(0, 1L), Map.of(0, 1L));
    assertThat(pulse.beat().problems()).isEmpty();

    brokers.failure = Optional.of(new TimeoutException("the brokers do not answer"));
    pulse.look();
    assertThat(pulse.beat().problems()).isEmpty();
    pass(Pulse.STALE_AFTER);

    assertThat(pulse.beat().problems())
        .containsExactly(
            "how far the gate is, and how old its inputs are, is unknown for 8 s: the brokers do not answer");
    assertThat(pulse.beat().gate()).isEmpty();
    brokers.failure = Optional.empty();
    pulse.look();
    assertThat(pulse.beat().problems()).isEmpty();
  }

  @Test
  void shouldTellOrdersThatWait_whenTheTopicHasBegunAnew() {
    look(Map.of(0, 1_000L), Map.of(0, 1_000L));
    for (int i = 0; i < 7; i++) {
      pass(Pulse.INTERVAL);
      look(Map.of(), Map.of(0, 3L));
    }

    assertThat(pulse.beat().problems())
        .containsExactly("3 orders of partition 0 are undecided, the oldest for 12 s");
  }

  @Test
  void shouldAskAgain_whateverWentWrong() {
    brokers.failure = Optional.of(new IllegalStateException("a client that was closed"));
    pulse.look();
    pass(Pulse.STALE_AFTER);
    assertThat(pulse.beat().problems()).singleElement().asString().contains("a client that was");

    brokers.failure = Optional.empty();
    pulse.look();
    assertThat(pulse.beat().problems()).isEmpty();
  }

  @Test
  void shouldSayWhatIsMissing_whenItMayNotAsk() {
    brokers.failure = Optional.of(GroupAuthorizationException.forGroupId("order-gate"));
    pulse.look();

    assertThat(pulse.beat().problems().get(0)).contains("order-gate").contains("authorized");
  }

  @Test
  void shouldTellEveryInput_whenSomeHaveNoRecord() {
    brokers.newest = Map.of(Topics.MARKET_DATA, TIME);
    look(Map.of(), Map.of(0, 0L));

    assertThat(pulse.beat().newest())
        .containsEntry(Topics.MARKET_DATA, Optional.of(TIME))
        .containsEntry(Topics.MARKET_MARKS, Optional.empty())
        .hasSameSizeAs(KafkaBrokers.INPUTS);
  }

  @Test
  void shouldForgetNothingAndStayBounded_whenNothingIsEverDecided() {
    OrderLag lag = new OrderLag();
    for (int i = 1; i <= 3 * OrderLag.LOOKS; i++) {
      lag.look(0, i, i);
    }

    assertThat(lag.oldest(1_000_001)).isEqualTo(Duration.ofMillis(1));
    assertThat(lag.waiting()).isEqualTo(3 * OrderLag.LOOKS);
    lag.look(3 * OrderLag.LOOKS, 3 * OrderLag.LOOKS, 5_000);
    assertThat(lag.oldest(1_000_001)).isZero();
  }

  @Test
  void shouldCloseTheBrokers_whenItIsClosed() {
    pulse.close();
    assertThat(brokers.closed).isTrue();

    StubBrokers others = new StubBrokers();
    Pulse running = new Pulse(others, System::nanoTime);
    running.start();
    running.close();
    assertThat(others.closed).isTrue();
  }

  private void look(Map<Integer, Long> decided, Map<Integer, Long> ends) {
    brokers.decided = decided;
    brokers.ends = ends;
    pulse.look();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static final class StubBrokers implements Brokers {
    private Map<Integer, Long> decided = new HashMap<>();
    private Map<Integer, Long> ends = new HashMap<>();
    private Map<Topics, Instant> newest = Map.of();
    private Optional<RuntimeException> failure = Optional.empty();
    private boolean orders = true;
    private int probes;
    private volatile boolean closed;

    @Override
    public Map<Integer, Long> decided() {
      failure.ifPresent(
          e -> {
            throw e;
          });
      return decided;
    }

    @Override
    public Map<Integer, Long> ends() {
      return ends;
    }

    @Override
    public boolean hasOrders(int partition, long from, long end) {
      probes++;
      return orders;
    }

    @Override
    public Map<Topics, Instant> newest() {
      return newest;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
