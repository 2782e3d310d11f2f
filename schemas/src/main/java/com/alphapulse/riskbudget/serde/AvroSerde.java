package com.alphapulse.riskbudget.serde;

import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes and reads the values of one generated record class in Confluent's wire format: a zero
 * byte, the 4-byte big-endian schema id, and the Avro binary body.
 *
 * <p>Records are read by the schema that they were written with, resolved into the schema that the
 * class was generated from. {@code null} is a tombstone and stays {@code null}. The subject is
 * {@code <topic>-value}; it is registered when the first record of a topic is written.
 *
 * <p>Serializer and deserializer are safe for use by many threads: each thread has its own Avro
 * reader, writer and buffers, kept from record to record. The bytes and records handed out are the
 * caller's own.
 *
 * <p>A record that cannot be read or written fails with {@link SerializationException}, which names
 * the topic and the fault. A registry that does not answer fails with {@link
 * RegistryUnavailableException}, and the record at hand must then be kept.
 *
 * <p>Not for keys, which are plain strings, and not for internal topics, which need no registry.
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {

  static {
    TrustedRecords.trust();
  }

  private final RecordWriter<T> writer;
  private final RecordReader<T> reader;

  private AvroSerde(Class<T> type, SchemaRegistry registry) {
    this.writer = new RecordWriter<>(type, registry);
    this.reader = new RecordReader<>(type, registry);
  }

  /**
   * Creates the serde of a record class.
   *
   * @param type class generated from a schema
   * @param registry shared by the serdes of a process, so that each schema is asked for once
   */
  public static <T extends SpecificRecord> AvroSerde<T> of(Class<T> type, SchemaRegistry registry) {
    return new AvroSerde<>(
        Objects.requireNonNull(type, "type"), Objects.requireNonNull(registry, "registry"));
  }

  @Override
  public Serializer<T> serializer() {
    return writer;
  }

  /**
   * Makes a message of a body that was encoded elsewhere, so that a record that goes to several
   * places is encoded once.
   *
   * @param body holds the Avro binary of a record of this class, by the schema it was generated
   *     from
   * @param offset where in {@code body} it begins; it reaches to the end
   */
  public byte[] frame(String topic, byte[] body, int offset) {
    return writer.frame(topic, body, offset);
  }

  @Override
  public Deserializer<T> deserializer() {
    return reader;
  }
}
