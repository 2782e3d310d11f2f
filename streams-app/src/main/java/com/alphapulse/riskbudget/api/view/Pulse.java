package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.config.KafkaSettings;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers on a thread of its own how far the gate is, wherever it runs, and how old its
 * inputs are. Who wants to know gets the last answer, and never waits.
 */
public final class Pulse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

  /** Time between two looks. */
  static final Duration INTERVAL = Duration.ofSeconds(2);

  /** Without an answer for so long, nothing is known any more. */
  static final Duration STALE_AFTER = Duration.ofSeconds(8);

  /** How long an order may be undecided before something is wrong. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  /**
   * How far the gate is in one partition.
   *
   * @param lag offsets that are not decided
   * @param oldest how long the oldest undecided order has waited; zero where there is none
   */
  public record Gate(int partition, long lag, Duration oldest) {}

  /**
   * What is known.
   *
   * @param gate by partition; empty where nothing is known
   * @param newest event time of the newest record of each input, empty where there is none
   * @param problems what is wrong, one sentence each
   */
  public record Beat(
      List<Gate> gate, Map<Topics, Optional<Instant>> newest, List<String> problems) {}

  private final Brokers brokers;
  private final LongSupplier nanoTime;
  private final Thread thread = new Thread(this::run, "api-pulse");
  private final Map<Integer, OrderLag> lags = new TreeMap<>();
  private final long startedAt;
  private Map<Topics, Optional<Instant>> newest = Map.of();
  private Optional<Long> answeredAt = Optional.empty();
  private String failure = "";
  private volatile boolean closed;

  /**
   * @param brokers closed by the pulse
   * @param nanoTime as {@link System#nanoTime}
   */
  Pulse(Brokers brokers, LongSupplier nanoTime) {
    this.brokers = brokers;
    this.nanoTime = nanoTime;
    startedAt = nanoTime.getAsLong();
    thread.setDaemon(true);
  }

  /**
   * Over the brokers of an installation.
   *
   * @param client settings of every client
   * @param kafka names of the applications and topics, and partitions
   */
  public static Pulse of(Map<String, Object> client, KafkaSettings kafka) {
    return new Pulse(new KafkaBrokers(client, kafka), System::nanoTime);
  }

  /** Begins to ask. */
  public void start() {
    thread.start();
  }

  /** What is known now. */
  public synchronized Beat beat() {
    long now = nanoTime.getAsLong();
    Duration silent = Duration.ofNanos(now - answeredAt.orElse(startedAt));
    if (answeredAt.isEmpty() || silent.compareTo(STALE_AFTER) >= 0) {
      return new Beat(List.of(), Map.of(), List.of(unknown(silent)));
    }
    List<Gate> gate = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    lags.forEach(
        (partition, lag) -> {
          Gate told = new Gate(partition, lag.waiting(), lag.oldest(now));
          gate.add(told);
          if (told.oldest().compareTo(PATIENCE) >= 0) {
            problems.add(
                "%d orders of partition %d are undecided, the oldest for %d s"
                    .formatted(told.lag(), partition, told.oldest().toSeconds()));
          }
        });
    return new Beat(gate, newest, problems);
  }

  /** Ends the thread and the connections. */
  @Override
  public void close() {
    closed = true;
    if (thread.getState() == Thread.State.NEW) {
      brokers.close();
      return;
    }
    thread.interrupt();
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (brokers) {
      while (!closed) {
        look();
        TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks once. */
  void look() {
    try {
      // The end is asked for last: an order that comes in between is one that waits.
      Map<Integer, Long> decided = brokers.decided();
      Map<Integer, Long> ends = brokers.ends();
      Map<Topics, Instant> times = brokers.newest();
      take(decided, ends, times).forEach(this::probe);
    } catch (RuntimeException e) {
      // Whatever it is, the next look may succeed, and until then nothing is known.
      LOG.debug("The brokers could not be asked", e);
      synchronized (this) {
        failure = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
      }
    }
  }

  /** Those that stand still. */
  private synchronized Map<Integer, OrderLag> take(
      Map<Integer, Long> decided, Map<Integer, Long> ends, Map<Topics, Instant> times) {
    long now = nanoTime.getAsLong();
    answeredAt = Optional.of(now);
    failure = "";
    Map<Topics, Optional<Instant>> seen = new TreeMap<>();
    KafkaBrokers.INPUTS.forEach(input -> seen.put(input, Optional.ofNullable(times.get(input))));
    newest = seen;
    ends.forEach(
        (partition, end) ->
            lags.computeIfAbsent(partition, p -> new OrderLag())
                .look(decided.getOrDefault(partition, 0L), end, now));
    Map<Integer, OrderLag> standing = new TreeMap<>(lags);
    standing.values().removeIf(lag -> !lag.standsStill());
    return standing;
  }

  private void probe(int partition, OrderLag lag) {
    if (!brokers.hasOrders(partition, lag.decided(), lag.end())) {
      synchronized (this) {
        lag.nothingWaits();
      }
    }
  }

  private String unknown(Duration silent) {
    String why = failure.isEmpty() ? "the brokers have not answered" : failure;
    return "how far the gate is, and how old its inputs are, is unknown for %d s: %s"
        .formatted(silent.toSeconds(), why);
  }
}
