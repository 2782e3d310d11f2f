package com.alphapulse.riskbudget.topology.wire;

import com.alphapulse.riskbudget.serde.BoundedDecoder;
import com.alphapulse.riskbudget.serde.SchemaHistory;
import com.alphapulse.riskbudget.serde.TrustedRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Avro's single-object encoding, for records inside stores and repartition topics: it names the
 * schema by a fingerprint, so state needs no registry and can be read by a later version, which
 * knows the committed history of every schema. One instance belongs to one thread.
 */
public final class SingleObject<T extends SpecificRecord> {
  /** Bytes before the Avro body: a marker and the schema's fingerprint. */
  static final int HEADER_LENGTH = 10;

  private final byte[] header;
  private final SpecificDatumWriter<T> writer;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
  private BinaryEncoder encoder;
  private final Map<Long, DatumReader<T>> readers = new HashMap<>();
  private final BoundedDecoder decoder = new BoundedDecoder();

  private SingleObject(Class<T> type) {
    TrustedRecords.trust();
    SpecificData data = SpecificData.getForClass(type);
    var schema = data.getSchema(type);
    header = header(SchemaNormalization.parsingFingerprint64(schema));
    writer = new SpecificDatumWriter<>(schema, data);
    List<Schema> versions = new ArrayList<>(SchemaHistory.versions(schema.getName()));
    versions.add(schema);
    for (Schema version : versions) {
      readers.put(
          SchemaNormalization.parsingFingerprint64(version),
          new SpecificDatumReader<>(version, schema, data));
    }
  }

  public static <T extends SpecificRecord> SingleObject<T> of(Class<T> type) {
    return new SingleObject<>(type);
  }

  /** A serde for the application's own topics, which thus need no registry either. */
  public static <T extends SpecificRecord> Serde<SpecificRecord> serde(Class<T> type) {
    ThreadLocal<SingleObject<T>> codec = ThreadLocal.withInitial(() -> of(type));
    return Serdes.serdeFrom(
        (topic, record) -> record == null ? null : codec.get().encode(type.cast(record)),
        (topic, bytes) -> bytes == null ? null : codec.get().decode(bytes));
  }

  public byte[] encode(T record) {
    return encode(out -> writer.write(record, out));
  }

  /** Something that writes all fields of a record in the schema's order. */
  public interface Body {
    void to(Encoder out) throws IOException;
  }

  /** Frames what {@code body} writes. */
  public byte[] encode(Body body) {
    try {
      // Binding writes out what a failed record left in the encoder; only then is all of it gone.
      encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
      buffer.reset();
      buffer.write(header, 0, header.length);
      body.to(encoder);
      encoder.flush();
      return buffer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] header(long fingerprint) {
    return ByteBuffer.allocate(HEADER_LENGTH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 0x01)
        .putLong(fingerprint)
        .array();
  }

  /**
   * Reads a record.
   *
   * @throws UncheckedIOException if its schema is not of the history, or the bytes are damaged
   */
  public T decode(byte[] bytes) {
    try {
      if (bytes.length < HEADER_LENGTH || bytes[0] != header[0] || bytes[1] != header[1]) {
        throw new IOException("not a single-object encoding");
      }
      long fingerprint =
          ByteBuffer.wrap(bytes, 2, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
      DatumReader<T> reader = readers.get(fingerprint);
      if (reader == null) {
        throw new IOException("written by a schema that is not of the history");
      }
      decoder.read(bytes, HEADER_LENGTH, bytes.length - HEADER_LENGTH);
      return reader.read(null, decoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
