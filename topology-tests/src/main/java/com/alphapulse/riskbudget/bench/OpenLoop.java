package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.config.GateSettings.Profile;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/**
 * Latency: orders are sent when their time has come, whatever became of those before, and timed
 * from then until a reader of committed records has the answer. Marks go out beside them at the
 * interval that the market stage has by default.
 */
final class OpenLoop {
  private static final Duration MARK_INTERVAL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(2);

  private static final List<Topics> INPUTS =
      List.of(Topics.PORTFOLIO, Topics.BUDGET_UPDATE, Topics.MARKET_MARKS, Topics.MARKET_STATE);

  private final Application application;
  private final Cluster cluster;
  private final World world;

  /** Of the next order; a number is used once in a world. */
  private long next;

  /**
   * What was measured.
   *
   * @param offeredPerSecond orders sent in a second
   * @param cpuMicrosPerOrder CPU time of the stream thread
   */
  record Result(
      int offeredPerSecond, double p50Millis, double p99Millis, double cpuMicrosPerOrder) {}

  OpenLoop(Application application, Cluster cluster, World world, long firstNumber) {
    this.application = application;
    this.cluster = cluster;
    this.world = world;
    this.next = firstNumber;
  }

  /** The number after the last one used. */
  long nextNumber() {
    return next;
  }

  /**
   * Runs the offered loads one after the other.
   *
   * @param discarded how much of each is thrown away
   * @throws BenchFailedException if an order has no answer
   */
  List<Result> run(List<Integer> offered, Duration measured, Duration discarded) {
    String name = application.newName();
    world.refresh(Instant.ofEpochMilli(System.currentTimeMillis()));
    cluster.begin(name, cluster.ends(List.of(Topics.ORDER_INTENT)));
    application.start(name, Profile.LOW_LATENCY);
    if (application.contender() == Contender.GATE) {
      cluster.awaitApplied(name, INPUTS);
    }
    ScheduledExecutorService marks =
        Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "bench-marks"));
    try (Answers answers = new Answers(cluster, cluster.ends(Answers.TOPICS))) {
      var sending =
          marks.scheduleAtFixedRate(
              () -> world.sendMarks(Instant.ofEpochMilli(System.currentTimeMillis())),
              0,
              MARK_INTERVAL.toMillis(),
              TimeUnit.MILLISECONDS);
      List<Result> results = new ArrayList<>();
      for (int perSecond : offered) {
        results.add(offer(perSecond, measured, discarded, answers));
      }
      sending.cancel(false);
      return results;
    } finally {
      marks.shutdownNow();
      application.stop();
      cluster.forget(name);
    }
  }

  private Result offer(int perSecond, Duration measured, Duration discarded, Answers answers) {
    int warm = (int) (discarded.toSeconds() * perSecond);
    int orders = warm + (int) (measured.toSeconds() * perSecond);
    long first = next;
    next += orders;
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long start = System.nanoTime() + interval;
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread sender = new Thread(() -> send(first, orders, start, interval, failure), "bench-orders");
    long cpu = application.cpuNanos();
    sender.start();
    Histogram histogram = new Histogram(HIGHEST_NANOS, 3);
    int[] answered = {0};
    int[] rejected = {0};
    long deadline = start + orders * interval + PATIENCE.toNanos();
    while (answered[0] < orders) {
      answers.poll(
          answer -> {
            if (Records.kind(answer.value()) == World.LIVE) {
              int order = (int) (Records.number(answer.value()) - first);
              answered[0]++;
              rejected[0] += answers.isRejected(answer) ? 1 : 0;
              if (order >= warm) {
                histogram.recordValue(System.nanoTime() - (start + order * interval));
              }
            }
          });
      if (failure.get() != null || System.nanoTime() > deadline) {
        throw new BenchFailedException(
            "%s answered %d of %d orders in time"
                .formatted(application.contender().title(), answered[0], orders),
            failure.get());
      }
    }
    application.contender().requireRejected(rejected[0], orders);
    return new Result(
        perSecond,
        histogram.getValueAtPercentile(50) / 1e6,
        histogram.getValueAtPercentile(99) / 1e6,
        (application.cpuNanos() - cpu) / 1e3 / orders);
  }

  private void send(
      long first, int orders, long start, long interval, AtomicReference<Exception> failure) {
    try {
      for (int i = 0; i < orders; i++) {
        for (long early = 1; early > 0; early = start + i * interval - System.nanoTime()) {
          Cluster.pause(Duration.ofNanos(early));
        }
        world.sendIntent(World.LIVE, first + i, Instant.ofEpochMilli(System.currentTimeMillis()));
      }
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }
}
