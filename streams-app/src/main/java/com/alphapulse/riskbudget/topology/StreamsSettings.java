package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.GateSettings.Profile;
import com.alphapulse.riskbudget.config.KafkaSettings;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.topology.failure.DeadLetterHandler;
import com.alphapulse.riskbudget.topology.kafka.EventTimestamps;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.OrdersLast;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams settings of the two applications; {@code docs/performance.md} tells why. */
public final class StreamsSettings {
  /** Records of a partition that wait within an application, and that one poll hands out. */
  private static final int READ_AHEAD = 250;

  /** Bytes that a consumer asks one broker for at once; a larger record comes alone. */
  private static final int FETCH_BYTES = 8 * 1024 * 1024;

  /** The same of one partition. */
  private static final int PARTITION_FETCH_BYTES = 256 * 1024;

  private StreamsSettings() {}

  /** The application {@code risk-budget}: always at low latency, a regime change must not wait. */
  static Properties riskBudget(Configuration configuration, Metrics metrics) {
    KafkaSettings kafka = configuration.kafka();
    return common(
        kafka,
        metrics,
        kafka.applicationId(Names.RISK_BUDGET),
        kafka.budgetThreads(),
        Profile.LOW_LATENCY);
  }

  /**
   * The application {@code order-gate}. Its consumer, not Kafka Streams, sees to it that no order
   * overtakes what it is decided against: {@link OrdersLast}.
   */
  public static Properties orderGate(Configuration configuration, Metrics metrics) {
    KafkaSettings kafka = configuration.kafka();
    Properties properties =
        common(
            kafka,
            metrics,
            kafka.applicationId(Names.ORDER_GATE),
            kafka.gateThreads(),
            configuration.gate().profile());
    properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    // A fetch that is under way while orders are held does not ask for them: it must end soon.
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
        configuration.gate().profile() == Profile.LOW_LATENCY ? 10 : 100);
    properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, configuration.api().advertised());
    return properties;
  }

  private static Properties common(
      KafkaSettings kafka, Metrics metrics, String applicationId, int threads, Profile profile) {
    boolean lowLatency = profile == Profile.LOW_LATENCY;
    Properties properties = new Properties();
    properties.putAll(kafka.properties());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, kafka.stateDirectory().toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, kafka.replicationFactor());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, lowLatency ? 10 : 100);
    properties.put(StreamsConfig.POLL_MS_CONFIG, lowLatency ? 5 : 100);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(DeadLetterHandler.METRICS_CONFIG, metrics);
    properties.put(Names.INSTALLATION_CONFIG, kafka.installation());
    properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, EventTimestamps.class);
    // There is no global thread; unset, every start warns that its handler is missing.
    properties.put("processing.exception.handler.global.enabled", true);
    // A ledger's changelog must outlive a broker as its topics do.
    properties.put(
        StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
        Integer.toString(kafka.minInsyncReplicas()));
    sizes(properties);
    // A killed process is missed this soon; one that ends, or a thread that fails, says so itself.
    consumer(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    consumer(properties, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    consumer(properties, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    producer(properties, ProducerConfig.LINGER_MS_CONFIG, lowLatency ? 0 : 10);
    producer(properties, ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    if (lowLatency) {
      // Otherwise a commit that meets the markers of the one before waits for 100 ms.
      producer(properties, ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 1);
      producer(properties, ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 5);
    }
    return properties;
  }

  /** What a market of 2,000 instruments needs; memory is only taken as records need it. */
  private static void sizes(Properties properties) {
    properties.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        Integer.toString(Topics.INTERNAL_MESSAGE_BYTES));
    producer(properties, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.INTERNAL_MESSAGE_BYTES);
    producer(properties, ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * Topics.INTERNAL_MESSAGE_BYTES);
    // What is read ahead of the work must fit into a small heap, though records are large.
    properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, READ_AHEAD);
    consumer(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, READ_AHEAD);
    consumer(properties, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    consumer(properties, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
  }

  private static void consumer(Properties properties, String key, Object value) {
    properties.put(StreamsConfig.consumerPrefix(key), value);
  }

  private static void producer(Properties properties, String key, Object value) {
    properties.put(StreamsConfig.producerPrefix(key), value);
  }
}
