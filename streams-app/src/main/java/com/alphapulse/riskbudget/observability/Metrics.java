package com.alphapulse.riskbudget.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The process's metrics: a Prometheus registry with those of the JVM, and the meters of {@link
 * Meters}. Safe for use by many threads. Labels are enum constants or topic names, never ids.
 */
public final class Metrics implements AutoCloseable {
  private static final Duration LONGEST_RESPONSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_LATENCY = Duration.ofSeconds(30);

  /** A decision later than this is on an order of the past, such as one that is replayed. */
  private static final Duration OF_THIS_MOMENT = Duration.ofMinutes(10);

  private record CounterKey(Meters meter, String label) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
  private final Map<CounterKey, Counter> counters = new ConcurrentHashMap<>();
  private final Latencies regimeResponse = new Latencies();
  private final Timer regimeResponseTimer;
  private final Timer decisionLatency;

  /** Makes the registry and binds the metrics of the JVM and the process. */
  public Metrics() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
    regimeResponseTimer = timer(Meters.REGIME_RESPONSE, LONGEST_RESPONSE);
    decisionLatency = timer(Meters.DECISION_LATENCY, LONGEST_LATENCY);
    for (SkipReason reason : SkipReason.values()) {
      counter(Meters.MARKET_SKIPPED, reason.name());
    }
  }

  /**
   * Shows a counter from now on with every label that it may get, at 0: what appears with its first
   * event is missed by whoever looks at increases.
   */
  public void expect(Meters meter, Enum<?>... labels) {
    for (Enum<?> label : labels) {
      counter(meter, label.name());
    }
  }

  /** As {@link #expect(Meters, Enum[])}, for the topics that dead letters may come from. */
  public void expectDeadLettersOf(Collection<String> topics) {
    topics.forEach(topic -> counter(Meters.DEAD_LETTERS, topic));
  }

  /** For the exporter and for the meters of libraries. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /**
   * Counts a decision.
   *
   * @param outcome enum constant, for example APPROVED
   * @param reasons enum constants of every violation, each counted once; empty where there is none
   */
  public void decision(Enum<?> outcome, Collection<? extends Enum<?>> reasons) {
    increment(Meters.DECISIONS, outcome.name());
    for (Enum<?> reason : reasons) {
      increment(Meters.VIOLATIONS, reason.name());
    }
  }

  /**
   * Takes in how long after it was sent an order was decided, by the sender's clock and this one's.
   * What is ahead of this clock, or long past, tells nothing and is left out.
   */
  public void decisionLatency(Duration latency) {
    if (!latency.isNegative() && latency.compareTo(OF_THIS_MOMENT) < 0) {
      decisionLatency.record(latency);
    }
  }

  /** Counts a budget by its cause. */
  public void budget(Enum<?> cause) {
    increment(Meters.BUDGETS, cause.name());
  }

  /** Counts an alert by its type. */
  public void alert(Enum<?> type) {
    increment(Meters.ALERTS, type.name());
  }

  /** Counts a record that the market stage left out. */
  public void marketSkipped(SkipReason reason) {
    increment(Meters.MARKET_SKIPPED, reason.name());
  }

  /** Counts a record that went to the dead-letter topic, by the topic that it was read from. */
  public void deadLetter(String topic) {
    increment(Meters.DEAD_LETTERS, topic);
  }

  /**
   * Takes in the time from a regime change to the budget that answers it.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void regimeResponse(Duration response) {
    regimeResponse.record(response);
    regimeResponseTimer.record(response);
  }

  /** The regime responses of the whole run. */
  public Latencies regimeResponse() {
    return regimeResponse;
  }

  /**
   * Exports the metrics of a Kafka Streams application until the result is closed.
   *
   * @param application value of the label {@code application}
   */
  public AutoCloseable bind(KafkaStreams streams, String application) {
    KafkaStreamsMetrics metrics =
        new KafkaStreamsMetrics(streams, Tags.of("application", application));
    metrics.bindTo(registry);
    return metrics;
  }

  /**
   * Shows how much saved state an application still has to read.
   *
   * @param remaining records; asked for at every look
   */
  public void restoring(String application, Supplier<Number> remaining) {
    Gauge.builder(Meters.RESTORE_REMAINING.meterName(), remaining)
        .description(Meters.RESTORE_REMAINING.description())
        .tag(Meters.RESTORE_REMAINING.labels().get(0), application)
        .register(registry);
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }

  private void increment(Meters meter, String label) {
    counter(meter, label).increment();
  }

  private Counter counter(Meters meter, String label) {
    return counters.computeIfAbsent(new CounterKey(meter, label), this::register);
  }

  private Counter register(CounterKey key) {
    return Counter.builder(key.meter().meterName())
        .description(key.meter().description())
        .tags(Tags.of(Tag.of(key.meter().labels().get(0), key.label())))
        .register(registry);
  }

  private Timer timer(Meters meter, Duration longest) {
    return Timer.builder(meter.meterName())
        .description(meter.description())
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(longest)
        .register(registry);
  }
}
