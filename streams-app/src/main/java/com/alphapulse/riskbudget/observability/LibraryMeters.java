package com.alphapulse.riskbudget.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Set;

/**
 * Which meters of libraries are shown. Kafka Streams and its clients have thousands, by task, node,
 * store, broker and topic: what is left is what tells whether an application keeps up, and what
 * holds it up. What is named against Prometheus' conventions is named anew or left out.
 */
final class LibraryMeters implements MeterFilter {
  private static final String KAFKA = "kafka.";

  private static final Set<String> SHOWN_OF_KAFKA =
      Set.of(
          "kafka.stream.client.state",
          "kafka.stream.alive.stream.threads",
          "kafka.stream.failed.stream.threads",
          "kafka.stream.thread.thread.state",
          "kafka.stream.thread.commit.latency.avg",
          "kafka.stream.thread.commit.latency.max",
          "kafka.stream.thread.commit.ratio",
          "kafka.stream.thread.poll.latency.avg",
          "kafka.stream.thread.poll.latency.max",
          "kafka.stream.thread.poll.ratio",
          "kafka.stream.thread.process.latency.avg",
          "kafka.stream.thread.process.latency.max",
          "kafka.stream.thread.process.ratio",
          "kafka.stream.thread.process.total",
          "kafka.stream.thread.punctuate.latency.max",
          "kafka.stream.thread.punctuate.ratio",
          "kafka.stream.state.updater.active.restoring.tasks",
          "kafka.stream.state.updater.restore.records.rate",
          "kafka.stream.state.updater.standby.updating.tasks",
          "kafka.consumer.coordinator.assigned.partitions",
          "kafka.consumer.coordinator.failed.rebalance.total",
          "kafka.consumer.coordinator.last.heartbeat.seconds.ago",
          "kafka.consumer.coordinator.last.rebalance.seconds.ago",
          "kafka.consumer.coordinator.rebalance.latency.max",
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.consumer.fetch.manager.fetch.latency.avg",
          "kafka.consumer.fetch.manager.fetch.latency.max",
          "kafka.consumer.fetch.manager.records.lag",
          "kafka.consumer.last.poll.seconds.ago",
          "kafka.consumer.time.between.poll.max",
          "kafka.producer.produce.throttle.time.max",
          "kafka.producer.record.error.total",
          "kafka.producer.record.queue.time.max",
          "kafka.producer.record.retry.total",
          "kafka.producer.record.send.total",
          "kafka.producer.request.latency.avg",
          "kafka.producer.request.latency.max");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    boolean unwanted =
        id.getName().startsWith(KAFKA)
            ? !SHOWN_OF_KAFKA.contains(id.getName())
            // In nanoseconds; the share of the processors is shown.
            : id.getName().equals("process.cpu.time");
    return unwanted ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    // A name may end in "count" only where something is counted.
    return id.getName().equals("system.cpu.count") ? id.withName("system.cpus") : id;
  }
}
