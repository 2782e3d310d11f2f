package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.config.GateSettings.Profile;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Throughput: how fast an application works off a backlog that was there before it started.
 * Measured from the commit that completes the first tenth to the one that completes 95 %, so that
 * neither the start nor the last, idle commit interval counts.
 */
final class Drain {
  private static final double FROM = 0.10;
  private static final double TO = 0.95;
  private static final Duration SAMPLE = Duration.ofMillis(15);
  private static final Duration STALL = Duration.ofSeconds(60);

  /** What the gate reads before the orders. */
  private static final List<Topics> INPUTS =
      List.of(
          Topics.ORDER_INTENT,
          Topics.PORTFOLIO,
          Topics.BUDGET_UPDATE,
          Topics.MARKET_MARKS,
          Topics.MARKET_STATE,
          Topics.EXECUTION_REPORT);

  private final Application application;
  private final Cluster cluster;
  private final World world;

  /**
   * What was measured.
   *
   * @param seconds measured
   * @param cpuMicrosPerOrder CPU time of the stream thread
   * @param rejectedShare of the answers
   * @param answerBytes mean size of an answer
   */
  record Result(
      double ordersPerSecond,
      double cpuMicrosPerOrder,
      double seconds,
      double rejectedShare,
      double answerBytes) {}

  Drain(Application application, Cluster cluster, World world) {
    this.application = application;
    this.cluster = cluster;
    this.world = world;
  }

  /**
   * Drains the last {@code orders} of the backlog, which is written first where it is shorter.
   *
   * @param profile file that a profile of the application is written to
   * @throws BenchFailedException if an order has no answer or several
   */
  Result run(long orders, Optional<Path> profile) {
    String name = application.newName();
    if (application.contender() == Contender.GATE) {
      prepare(name);
    }
    world.backlog(orders);
    Map<TopicPartition, Long> answersBegin = cluster.ends(Answers.TOPICS);
    Map<TopicPartition, Long> ends = cluster.ends(List.of(Topics.ORDER_INTENT));
    Map<TopicPartition, Long> begin =
        world.needsOrdersFirst() ? reached(name) : world.beforeLast(orders);
    cluster.begin(name, begin);
    application.start(name, Profile.THROUGHPUT);
    long total = sum(ends) - sum(begin);
    long from = awaitDone(name, begin, (long) (total * FROM));
    long fromNanos = System.nanoTime();
    long fromCpu = application.cpuNanos();
    profile.ifPresent(file -> application.record());
    long to = awaitDone(name, begin, (long) (total * TO));
    long toNanos = System.nanoTime();
    long toCpu = application.cpuNanos();
    profile.ifPresent(application::dump);
    awaitDone(name, begin, total);
    application.stop();
    Answers.Summary summary = verify(answersBegin, total);
    cluster.forget(name);
    double seconds = (toNanos - fromNanos) / 1e9;
    return new Result(
        (to - from) / seconds,
        (toCpu - fromCpu) / 1e3 / (to - from),
        seconds,
        (double) summary.rejected() / summary.orders(),
        summary.meanBytes());
  }

  /** Lets a gate of that name take in its reference data, and stops it. */
  private void prepare(String name) {
    if (!world.needsOrdersFirst()) {
      cluster.begin(name, cluster.ends(List.of(Topics.ORDER_INTENT)));
    }
    application.start(name, Profile.THROUGHPUT);
    cluster.awaitApplied(name, INPUTS);
    application.stop();
  }

  /** How far the application has come in the orders. */
  private Map<TopicPartition, Long> reached(String name) {
    Map<TopicPartition, Long> reached = new HashMap<>();
    Map<TopicPartition, Long> committed = cluster.committed(name);
    for (int i = 0; i < Cluster.PARTITIONS; i++) {
      TopicPartition at = new TopicPartition(Topics.ORDER_INTENT.on(cluster.installation()), i);
      reached.put(at, committed.getOrDefault(at, 0L));
    }
    return reached;
  }

  /** Waits until so many orders are committed; tells how many are. */
  private long awaitDone(String name, Map<TopicPartition, Long> begin, long orders) {
    long done = -1;
    long changed = System.nanoTime();
    while (done < orders) {
      if (done >= 0) {
        Cluster.pause(SAMPLE);
      }
      Map<TopicPartition, Long> committed = cluster.committed(name);
      long now = 0;
      for (Map.Entry<TopicPartition, Long> from : begin.entrySet()) {
        now += committed.getOrDefault(from.getKey(), from.getValue()) - from.getValue();
      }
      if (now != done) {
        changed = System.nanoTime();
        done = now;
      } else if (System.nanoTime() - changed > STALL.toNanos()) {
        throw new BenchFailedException(
            "%s stands still after %d orders".formatted(application.contender().title(), done));
      }
    }
    return done;
  }

  private Answers.Summary verify(Map<TopicPartition, Long> begin, long orders) {
    try (Answers answers = new Answers(cluster, begin)) {
      Answers.Summary summary = answers.readAll(World.BACKLOG);
      if (summary.orders() != orders) {
        throw new BenchFailedException(
            "%s answered %d of %d orders"
                .formatted(application.contender().title(), summary.orders(), orders));
      }
      application.contender().requireRejected(summary.rejected(), orders);
      return summary;
    }
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }
}
