package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the stages publish, committed records only, on a thread of its own: counts it in the
 * {@link Tally}, and hands desks and execution engine what concerns them.
 */
final class Observer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
  private static final Duration POLL = Duration.ofMillis(50);

  private final InstallationName installation;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<Topics, Deserializer<? extends SpecificRecord>> decoders;
  private final Tally tally;
  private final Queue<SpecificRecord> inbox = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "demo-observer");
  private volatile boolean closed;

  /**
   * @param installation whose topics are read
   */
  Observer(
      InstallationName installation,
      String bootstrapServers,
      SchemaRegistry registry,
      Tally tally) {
    this.installation = installation;
    this.tally = tally;
    this.decoders =
        Map.of(
            Topics.APPROVED_ORDER, AvroSerde.of(OrderDecision.class, registry).deserializer(),
            Topics.REJECTED_ORDER, AvroSerde.of(OrderDecision.class, registry).deserializer(),
            Topics.EXECUTION_REPORT, AvroSerde.of(ExecutionReport.class, registry).deserializer(),
            Topics.BUDGET_UPDATE, AvroSerde.of(BudgetUpdate.class, registry).deserializer(),
            Topics.MARKET_STATE, AvroSerde.of(MarketState.class, registry).deserializer(),
            Topics.CANCEL_REQUEST, AvroSerde.of(CancelRequest.class, registry).deserializer());
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                "20",
                ConsumerConfig.CLIENT_ID_CONFIG,
                installation.onCluster("demo-observer")),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    thread.setDaemon(true);
  }

  /** Starts to read from the first record on. */
  void start() {
    List<TopicPartition> partitions = new ArrayList<>();
    List<Topics> topics = new ArrayList<>(decoders.keySet());
    topics.add(Topics.REBALANCE_RECOMMENDATION);
    topics.add(Topics.RISK_ALERT);
    topics.add(Topics.DEAD_LETTER);
    for (Topics topic : topics) {
      consumer.partitionsFor(topic.on(installation)).stream()
          .map(p -> new TopicPartition(p.topic(), p.partition()))
          // Market states are sent to every partition; one copy is enough to look at.
          .filter(p -> topic != Topics.MARKET_STATE || p.partition() == 0)
          .forEach(partitions::add);
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread.start();
  }

  /** Records for desks and engine that have arrived since the last call, in order of arrival. */
  List<SpecificRecord> arrived() {
    List<SpecificRecord> records = new ArrayList<>();
    for (SpecificRecord next = inbox.poll(); next != null; next = inbox.poll()) {
      records.add(next);
    }
    return records;
  }

  private void run() {
    try {
      while (!closed) {
        for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
          observe(message);
        }
      }
    } catch (WakeupException e) {
      LOG.debug("The observer was asked to stop");
    } catch (RuntimeException e) {
      LOG.error("The observer stopped; orders will count as unanswered", e);
    } finally {
      consumer.close();
    }
  }

  private void observe(ConsumerRecord<String, byte[]> message) {
    Topics topic = Topics.named(message.topic(), installation).orElseThrow();
    Deserializer<? extends SpecificRecord> decoder = decoders.get(topic);
    if (decoder == null) {
      tally.count(topic);
      return;
    }
    try {
      SpecificRecord decoded = decoder.deserialize(message.topic(), message.value());
      if (decoded != null) {
        tally.take(decoded);
        inbox.add(decoded);
      }
    } catch (SerializationException e) {
      LOG.warn("Unreadable record on {} at {}", message.topic(), message.offset(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
