package com.alphapulse.riskbudget.e2e;

import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A service beside the product: writes records, and reads the committed ones. Keeps all it has
 * read. For one thread.
 */
final class Outside implements AutoCloseable {
  private static final Map<Topics, Class<? extends SpecificRecord>> READ =
      Map.of(
          Topics.MARKET_MARKS, MarketMarks.class,
          Topics.BUDGET_UPDATE, BudgetUpdate.class,
          Topics.RISK_UTILIZATION, RiskUtilization.class,
          Topics.RISK_ALERT, RiskAlert.class,
          Topics.RISK_OVERRIDE, RiskOverride.class,
          Topics.APPROVED_ORDER, OrderDecision.class,
          Topics.REJECTED_ORDER, OrderDecision.class);

  private final InstallationName name;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final SchemaRegistry registry;
  private final Map<Class<?>, AvroSerde<?>> serdes = new HashMap<>();
  private final Map<Topics, List<SpecificRecord>> arrived = new EnumMap<>(Topics.class);
  private final List<ConsumerRecord<String, byte[]>> deadLetters = new ArrayList<>();

  Outside(Installation installation) {
    this(installation.bootstrapServers(), installation.name(), installation.schemas());
  }

  Outside(String bootstrapServers, InstallationName name, SchemaRegistry registry) {
    this.name = name;
    this.registry = registry;
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                // So that records sent one after the other make one batch.
                ProducerConfig.LINGER_MS_CONFIG,
                20),
            new StringSerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < Installation.PARTITIONS; partition++) {
      partitions.add(new TopicPartition(Topics.DEAD_LETTER.on(name), partition));
      for (Topics topic : READ.keySet()) {
        partitions.add(new TopicPartition(topic.on(name), partition));
        arrived.put(topic, new ArrayList<>());
      }
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Sends a record; {@link #flush} waits until it is written. */
  <T extends SpecificRecord> void send(Topics topic, String key, T value, long time) {
    sendRaw(topic, null, key, serdeOf(value).serializer().serialize(topic.on(name), value), time);
  }

  /** Sends bytes as they are. */
  @SuppressWarnings("FutureReturnValueIgnored") // The answer that is awaited tells of a failure.
  void sendRaw(Topics topic, Integer partition, String key, byte[] value, long time) {
    producer.send(new ProducerRecord<>(topic.on(name), partition, time, key, value));
  }

  void flush() {
    producer.flush();
  }

  /** Reads what has arrived in the meantime. */
  void poll() {
    for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(20))) {
      Topics topic = Topics.named(message.topic(), name).orElseThrow();
      if (topic == Topics.DEAD_LETTER) {
        deadLetters.add(message);
      } else {
        read(topic, message);
      }
    }
  }

  /** All of a topic's records read so far. */
  <T extends SpecificRecord> List<T> seen(Topics topic, Class<T> type) {
    return arrived.get(topic).stream().map(type::cast).toList();
  }

  /** The first record that fits, waited for. */
  <T extends SpecificRecord> T awaitFirst(Topics topic, Class<T> type, Predicate<T> wanted) {
    return awaitAll(topic, type, 1, wanted).get(0);
  }

  /** All records that fit, once there are at least so many. */
  <T extends SpecificRecord> List<T> awaitAll(
      Topics topic, Class<T> type, int atLeast, Predicate<T> wanted) {
    return await()
        .atMost(Installation.PATIENCE)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              poll();
              return seen(topic, type).stream().filter(wanted).toList();
            },
            found -> found.size() >= atLeast);
  }

  /** A letter that fits, waited for. */
  ConsumerRecord<String, byte[]> awaitDeadLetter(Predicate<ConsumerRecord<String, byte[]>> wanted) {
    return await()
        .atMost(Installation.PATIENCE)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              poll();
              return deadLetters.stream().filter(wanted).findFirst();
            },
            Optional::isPresent)
        .orElseThrow();
  }

  /** Decisions on an order read so far, approved or rejected. */
  List<OrderDecision> decisions(String orderId) {
    List<OrderDecision> both = new ArrayList<>(seen(Topics.APPROVED_ORDER, OrderDecision.class));
    both.addAll(seen(Topics.REJECTED_ORDER, OrderDecision.class));
    both.removeIf(decision -> !decision.getIntent().getOrderId().equals(orderId));
    return both;
  }

  /** Decisions on an order, once there are at least so many. */
  List<OrderDecision> awaitDecisions(String orderId, int atLeast) {
    return await()
        .alias("decisions on " + orderId)
        .atMost(Installation.PATIENCE)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              poll();
              return decisions(orderId);
            },
            found -> found.size() >= atLeast);
  }

  OrderDecision awaitDecision(String orderId) {
    return awaitDecisions(orderId, 1).get(0);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    consumer.close();
  }

  private void read(Topics topic, ConsumerRecord<String, byte[]> message) {
    if (message.value().length > 0 && message.value()[0] == 0) {
      arrived
          .get(topic)
          .add(serde(READ.get(topic)).deserializer().deserialize(topic.on(name), message.value()));
    }
  }

  @SuppressWarnings("unchecked") // A record's own class.
  private <T extends SpecificRecord> AvroSerde<T> serdeOf(T value) {
    return serde((Class<T>) value.getClass());
  }

  @SuppressWarnings("unchecked") // The map holds under each class the serde of that class.
  private <T extends SpecificRecord> AvroSerde<T> serde(Class<T> type) {
    return (AvroSerde<T>) serdes.computeIfAbsent(type, t -> AvroSerde.of(type, registry));
  }
}
