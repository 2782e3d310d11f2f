package com.alphapulse.riskbudget.serde;

import com.alphapulse.riskbudget.schema.SchemaCheck;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** The reading half of {@link AvroSerde}. */
final class RecordReader<T extends SpecificRecord> implements Deserializer<T> {

  private final Class<T> type;
  private final Schema schema;
  private final SchemaRegistry registry;
  private final ThreadLocal<Decoding<T>> decodings = ThreadLocal.withInitial(Decoding::new);

  RecordReader(Class<T> type, SchemaRegistry registry) {
    this.type = type;
    this.schema = SpecificData.get().getSchema(type);
    this.registry = registry;
  }

  @Override
  public T deserialize(String topic, byte[] data) {
    if (data == null) {
      return null;
    }
    int id = WireFormat.schemaId(topic, data);
    Decoding<T> decoding = decodings.get();
    Written<T> reader = decoding.readers.get(id);
    if (reader == null) {
      reader = readerFor(topic, id);
      decoding.readers.put(id, reader);
    }
    try {
      return decoding.decode(reader.reader(), data);
    } catch (IOException | RuntimeException e) {
      if (e instanceof AvroTypeException && !reader.unreadableValues().isEmpty()) {
        // The record holds one of the values that ours cannot. No cause, so that whoever looks for
        // the root finds what is wrong with the schema and not only the value.
        throw WireFormat.unreadable(
            topic,
            "with schema id %d cannot be read as %s: %s; %s"
                .formatted(id, type.getSimpleName(), e.getMessage(), reader.unreadableValues()),
            null);
      }
      // Avro answers malformed bytes with a dozen kinds of exception, from end of file to class
      // cast; to the caller they are all the same.
      throw WireFormat.unreadable(
          topic,
          "with schema id " + id + " cannot be read as " + type.getSimpleName() + ": " + e,
          e);
    }
  }

  private Written<T> readerFor(String topic, int id) {
    Schema writer;
    try {
      writer = registry.schemaById(id);
    } catch (SerializationException e) {
      throw WireFormat.unreadable(
          topic, "has schema id " + id + ", which cannot be used: " + e.getMessage(), e);
    }
    SchemaCheck check = SchemaCheck.of(schema, writer);
    if (!check.misreadings().isEmpty()) {
      throw WireFormat.unreadable(
          topic,
          "was written with a schema (id %d) that %s cannot be read by: %s"
              .formatted(id, type.getSimpleName(), String.join("; ", check.misreadings())),
          null);
    }
    return new Written<>(
        new SpecificDatumReader<>(writer, schema, SpecificData.getForClass(type)),
        String.join("; ", check.unreadableValues()));
  }

  /**
   * A writer's schema, met before.
   *
   * @param unreadableValues which of its values ours cannot hold, in words
   */
  private record Written<T>(DatumReader<T> reader, String unreadableValues) {}

  /**
   * What one thread keeps from record to record. It must not lead back to the reader: a thread that
   * outlives the reader would keep both for ever.
   */
  private static final class Decoding<T> {

    private final Map<Integer, Written<T>> readers = new HashMap<>();
    private final BoundedDecoder decoder = new BoundedDecoder();

    private T decode(DatumReader<T> reader, byte[] data) throws IOException {
      decoder.read(data, WireFormat.HEADER_LENGTH, data.length - WireFormat.HEADER_LENGTH);
      T result = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new IOException("bytes are left over after the record");
      }
      return result;
    }
  }
}
