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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The process's metrics: a Prometheus registry with those of the JVM, and the meters of {@link
 * Meters}. Safe for use by many threads. Labels of counters are enum constants or topic names,
 * never ids.
 */
public final class Metrics implements AutoCloseable {
  private static final Duration LONGEST_RESPONSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_LATENCY = Duration.ofSeconds(30);

  /** A decision later than this is on an order of the past, such as one that is replayed. */
  private static final Duration OF_THIS_MOMENT = Duration.ofMinutes(10);

  /**
   * Time between two looks for meters of Kafka that have come or gone, such as partitions' lags.
   */
  private static final Duration LOOK_FOR_METERS = Duration.ofSeconds(15);

  private record CounterKey(Meters meter, String label) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
  private final Map<CounterKey, Counter> counters = new ConcurrentHashMap<>();
  private final Latencies regimeResponse = new Latencies();
  private final Timer regimeResponseTimer;
  private final Timer decisionLatency;
  private final Counter registryFailures;
  private final ToldGauges told;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "kafka-meters");
            thread.setDaemon(true);
            return thread;
          });

  /** Makes the registry and binds the metrics of the JVM and the process. */
  public Metrics() {
    registry.config().meterFilter(new LibraryMeters());
    told = new ToldGauges(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
    regimeResponseTimer = timer(Meters.REGIME_RESPONSE, LONGEST_RESPONSE);
    decisionLatency = timer(Meters.DECISION_LATENCY, LONGEST_LATENCY);
    registryFailures =
        Counter.builder(Meters.REGISTRY_FAILURES.meterName())
            .description(Meters.REGISTRY_FAILURES.description())
            .register(registry);
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

  /** As {@link #expect(Meters, Enum[])}, for a counter by topics. */
  public void expect(Meters meter, Collection<String> topics) {
    topics.forEach(topic -> counter(meter, topic));
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

  /** Counts a question that the schema registry did not answer. */
  public void registryFailure() {
    registryFailures.increment();
  }

  /** Counts what came of an alert that was to be delivered to people. */
  public void alertDelivery(Enum<?> result) {
    increment(Meters.ALERT_DELIVERIES, result.name());
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
        new KafkaStreamsMetrics(
            streams, Tags.of("application", application), looks, LOOK_FOR_METERS);
    metrics.bindTo(registry);
    return metrics;
  }

  /**
   * Shows a value that is asked for at every look.
   *
   * @param labels a value for each label of the meter
   */
  public void show(Meters meter, Supplier<Number> value, String... labels) {
    Gauge.builder(meter.meterName(), value)
        .description(meter.description())
        .tags(ToldGauges.tags(meter, List.of(labels)))
        .register(registry);
  }

  /**
   * Shows a value from now on, until another is told or it is forgotten. Of one meter at most
   * {@value ToldGauges#MAX_SERIES} series are shown.
   *
   * @param labels a value for each label of the meter
   */
  public void tell(Meters meter, double value, String... labels) {
    told.tell(meter, value, List.of(labels));
  }

  /** Shows a value no longer that was told. */
  public void forget(Meters meter, String... labels) {
    told.forget(meter, List.of(labels));
  }

  @Override
  public void close() {
    looks.shutdownNow();
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
