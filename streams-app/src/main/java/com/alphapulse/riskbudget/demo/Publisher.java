package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records as any outside service would. For one thread. */
final class Publisher implements AutoCloseable {
  private final KafkaProducer<String, byte[]> producer;
  private final InstallationName installation;
  private final SchemaRegistry registry;
  private final Map<Class<?>, Serializer<?>> serializers = new HashMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * @param installation whose topics are written
   */
  Publisher(InstallationName installation, String bootstrapServers, SchemaRegistry registry) {
    this.installation = installation;
    this.registry = registry;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                "0",
                ProducerConfig.CLIENT_ID_CONFIG,
                installation.onCluster("demo-feed")),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends a record; does not wait for it to be written.
   *
   * @param time event time, milliseconds
   * @throws KafkaException if an earlier record could not be written
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The callback keeps the failure.
  <T extends SpecificRecord> void send(Topics topic, String key, T value, long time) {
    Exception failed = failure.get();
    if (failed != null) {
      throw new KafkaException("A record could not be written", failed);
    }
    String name = topic.on(installation);
    producer.send(
        new ProducerRecord<>(name, null, time, key, serializer(value).serialize(name, value)),
        (metadata, error) -> {
          if (error != null) {
            failure.compareAndSet(null, error);
          }
        });
  }

  /** The serializer of a record's own class. */
  @SuppressWarnings("unchecked") // The map holds under each class the serializer of that class.
  private <T extends SpecificRecord> Serializer<T> serializer(T value) {
    return (Serializer<T>)
        serializers.computeIfAbsent(
            value.getClass(),
            type -> AvroSerde.of((Class<T>) value.getClass(), registry).serializer());
  }

  /** Waits until everything sent so far is written. */
  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close(Duration.ofMillis(500));
  }
}
