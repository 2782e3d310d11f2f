package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.serde.SchemaHistory;
import com.alphapulse.riskbudget.serde.TrustedRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Avro's single-object encoding, for records inside stores and repartition topics: it names the
 * schema by a fingerprint, so state needs no registry and can be read by a later version, which
 * knows the committed history of every schema. One instance belongs to one thread.
 */
final class SingleObject<T extends SpecificRecord> {
  private final BinaryMessageEncoder<T> encoder;
  private final BinaryMessageDecoder<T> decoder;

  private SingleObject(Class<T> type) {
    TrustedRecords.trust();
    SpecificData data = SpecificData.getForClass(type);
    var schema = data.getSchema(type);
    encoder = new BinaryMessageEncoder<>(data, schema);
    decoder = new BinaryMessageDecoder<>(data, schema);
    SchemaHistory.versions(schema.getName()).forEach(decoder::addSchema);
  }

  static <T extends SpecificRecord> SingleObject<T> of(Class<T> type) {
    return new SingleObject<>(type);
  }

  /** A serde for the application's own topics, which thus need no registry either. */
  static <T extends SpecificRecord> Serde<SpecificRecord> serde(Class<T> type) {
    ThreadLocal<SingleObject<T>> codec = ThreadLocal.withInitial(() -> of(type));
    return Serdes.serdeFrom(
        (topic, record) -> record == null ? null : codec.get().encode(type.cast(record)),
        (topic, bytes) -> bytes == null ? null : codec.get().decode(bytes));
  }

  byte[] encode(T record) {
    try {
      var buffer = encoder.encode(record);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a record.
   *
   * @throws UncheckedIOException if its schema is not of the history, or the bytes are damaged
   */
  T decode(byte[] bytes) {
    try {
      return decoder.decode(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
