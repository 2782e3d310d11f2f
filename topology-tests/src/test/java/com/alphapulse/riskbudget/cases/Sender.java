package com.alphapulse.riskbudget.cases;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records to the product's topics. For one thread. */
final class Sender implements AutoCloseable {
  private static final int LARGEST_REQUEST = 16 << 20;

  private final KafkaProducer<String, byte[]> producer;
  private final LatestSchemas schemas;
  private RuntimeException failure;

  Sender(String bootstrapServers, LatestSchemas schemas) {
    this.schemas = schemas;
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST_REQUEST,
                ProducerConfig.LINGER_MS_CONFIG,
                0),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends a record.
   *
   * @param time timestamp in milliseconds; brokers refuse one that is an hour ahead of their clock,
   *     so that at most the present is sent, whatever the record says within
   */
  void send(Topics topic, String key, JsonNode value, long time) {
    sendRaw(
        topic,
        null,
        key,
        schemas.encode(topic.on(InstallationName.NONE), value),
        Math.min(time, System.currentTimeMillis()));
  }

  /** Sends bytes, or a tombstone, as they are. The timestamp may be -1, which is none. */
  @SuppressWarnings("FutureReturnValueIgnored") // The callback tells of a failure.
  void sendRaw(Topics topic, Integer partition, String key, byte[] value, long time) {
    producer.send(
        new Timed(topic.on(InstallationName.NONE), partition, time, key, value),
        (written, problem) -> {
          if (problem != null) {
            failure =
                new IllegalStateException(
                    "not written to " + topic.on(InstallationName.NONE), problem);
          }
        });
  }

  /** Waits until all is written. */
  void flush() {
    producer.flush();
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }

  /** A record without a timestamp, which clients of other languages can write. */
  private static final class Timed extends ProducerRecord<String, byte[]> {
    private final long time;

    Timed(String topic, Integer partition, long time, String key, byte[] value) {
      super(topic, partition, Math.max(0, time), key, value);
      this.time = time;
    }

    @Override
    public Long timestamp() {
      return time;
    }
  }
}
