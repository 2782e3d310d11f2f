package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The topics' content: reference data first, then the orders of the backlog or of an open loop.
 * Safe for use by a thread that sends orders and one that sends marks.
 */
final class World implements AutoCloseable {
  /** Kinds of order, the first letter of their ids. */
  static final char BACKLOG = 'b';

  static final char LIVE = 'l';
  private static final char OPEN = 'o';

  /** Orders of a backlog in one millisecond of event time: all of it is younger than the marks. */
  private static final int ORDERS_PER_MILLI = 1000;

  /** Event time after which an order of a reported workload is cancelled. */
  private static final Duration RESTING = Duration.ofMillis(2);

  private final Workload workload;
  private final Records records;
  private final Cluster cluster;
  private final Instant start;
  private final KafkaProducer<String, byte[]> producer;
  private final Map<Class<?>, Serializer<?>> serializers = new HashMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long backlog;
  private long marksSequence;
  private long stateSequence;
  private long budgetVersion;

  private World(Workload workload, Cluster cluster) {
    this.workload = workload;
    this.records = new Records(workload);
    this.cluster = cluster;
    this.start = Instant.ofEpochMilli(System.currentTimeMillis());
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                cluster.bootstrapServers(),
                ProducerConfig.BATCH_SIZE_CONFIG,
                128 * 1024,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                64 * 1024 * 1024),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /**
   * Makes a new installation and writes what the gate holds before the first order that is
   * measured.
   */
  static World create(Workload workload, Cluster cluster) {
    cluster.renew();
    World world = new World(workload, cluster);
    for (int i = 0; i < workload.portfolios(); i++) {
      var portfolio = world.records.portfolio(i, world.start);
      world.send(Topics.PORTFOLIO, portfolio.getPortfolioId(), portfolio, world.start);
    }
    world.refresh(world.start);
    for (int i = 0; i < workload.portfolios(); i++) {
      for (int symbol = 0; symbol < workload.positions(); symbol++) {
        var fill = world.records.filled(i, symbol, world.start);
        world.send(Topics.EXECUTION_REPORT, fill.getPortfolioId(), fill, world.start);
      }
    }
    long open = (long) workload.portfolios() * workload.openOrders();
    for (long i = 0; i < open; i++) {
      world.sendIntent(OPEN, i, world.start.plusMillis(1));
    }
    world.flush();
    return world;
  }

  /** Whether orders must be decided before the backlog is written. */
  boolean needsOrdersFirst() {
    return workload.openOrders() > 0;
  }

  /** Writes budgets, market state and marks of a time anew. */
  void refresh(Instant at) {
    budgetVersion++;
    for (int i = 0; i < workload.portfolios(); i++) {
      var budget = records.budget(i, budgetVersion, at);
      send(Topics.BUDGET_UPDATE, budget.getPortfolioId(), budget, at);
    }
    multicast(Topics.MARKET_STATE, records.state(++stateSequence, at), at);
    sendMarks(at);
    flush();
  }

  /** Writes new marks. */
  synchronized void sendMarks(Instant at) {
    multicast(Topics.MARKET_MARKS, records.marks(++marksSequence, at), at);
  }

  /** Writes a record to every partition, as the market stage does. */
  private <T extends SpecificRecord> void multicast(Topics topic, T record, Instant at) {
    byte[] value = serialized(topic, record);
    for (int partition = 0; partition < Cluster.PARTITIONS; partition++) {
      send(
          new ProducerRecord<>(
              topic.on(cluster.installation()),
              partition,
              at.toEpochMilli(),
              Records.MARKET,
              value));
    }
  }

  /** Makes the backlog at least so long. */
  void backlog(long orders) {
    for (; backlog < orders; backlog++) {
      Instant at = start.plusMillis(2 + backlog / ORDERS_PER_MILLI);
      sendIntent(BACKLOG, backlog, at);
      if (workload.reported()) {
        Instant later = at.plus(RESTING);
        var end = records.cancelled(BACKLOG, backlog, later);
        send(Topics.EXECUTION_REPORT, end.getPortfolioId(), end, later);
      }
    }
    flush();
  }

  long backlog() {
    return backlog;
  }

  /** Where an application begins that is to be left with the last {@code orders} of the backlog. */
  Map<TopicPartition, Long> beforeLast(long orders) {
    double share = Math.min(1, (double) orders / backlog);
    Map<TopicPartition, Long> begin = cluster.ends(List.of(Topics.ORDER_INTENT));
    begin.replaceAll((at, end) -> end - (long) Math.floor(end * share));
    return begin;
  }

  /** Sends an order; does not wait for it to be written. */
  void sendIntent(char kind, long number, Instant at) {
    var intent = records.intent(kind, number, at);
    send(Topics.ORDER_INTENT, intent.getPortfolioId(), intent, at);
  }

  /** Waits until everything sent is written. */
  void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new BenchFailedException(
          "a record could not be written: " + failure.get(), failure.get());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }

  private <T extends SpecificRecord> void send(Topics topic, String key, T value, Instant at) {
    send(
        new ProducerRecord<>(
            topic.on(cluster.installation()),
            null,
            at.toEpochMilli(),
            key,
            serialized(topic, value)));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback keeps the failure.
  private void send(ProducerRecord<String, byte[]> record) {
    producer.send(
        record,
        (metadata, error) -> {
          if (error != null) {
            failure.compareAndSet(null, error);
          }
        });
  }

  @SuppressWarnings("unchecked") // The map holds under each class the serializer of that class.
  private synchronized <T extends SpecificRecord> byte[] serialized(Topics topic, T value) {
    Serializer<T> serializer =
        (Serializer<T>)
            serializers.computeIfAbsent(
                value.getClass(),
                type -> AvroSerde.of((Class<T>) value.getClass(), cluster.registry()).serializer());
    return serializer.serialize(topic.on(cluster.installation()), value);
  }
}
