package com.alphapulse.riskbudget.serde;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
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
  private final PlainLists plainLists;
  private final ThreadLocal<Decoding> decodings = ThreadLocal.withInitial(Decoding::new);

  RecordReader(Class<T> type, SchemaRegistry registry) {
    this.type = type;
    this.schema = SpecificData.get().getSchema(type);
    this.registry = registry;
    this.plainLists = new PlainLists(schema);
  }

  @Override
  public T deserialize(String topic, byte[] data) {
    if (data == null) {
      return null;
    }
    int id = WireFormat.schemaId(topic, data);
    Decoding decoding = decodings.get();
    DatumReader<T> reader = decoding.readers.get(id);
    if (reader == null) {
      reader = readerFor(topic, id);
      decoding.readers.put(id, reader);
    }
    try {
      return decoding.decode(reader, data);
    } catch (IOException | RuntimeException e) {
      // Avro answers malformed bytes with a dozen kinds of exception, from end of file to class
      // cast; to the caller they are all the same.
      throw WireFormat.unreadable(
          topic,
          "with schema id " + id + " cannot be read as " + type.getSimpleName() + ": " + e,
          e);
    }
  }

  private DatumReader<T> readerFor(String topic, int id) {
    Schema writer;
    try {
      writer = registry.schemaById(id);
    } catch (SerializationException e) {
      throw WireFormat.unreadable(
          topic, "has schema id " + id + ", which cannot be used: " + e.getMessage(), e);
    }
    if (!isNamedAlike(writer)) {
      throw WireFormat.unreadable(
          topic,
          "was written as " + writer.getFullName() + ", expected was " + schema.getFullName(),
          null);
    }
    List<String> differences = LogicalTypeCheck.differences(schema, writer);
    if (!differences.isEmpty()) {
      throw WireFormat.unreadable(
          topic,
          "was written with values of another meaning (schema id "
              + id
              + "): "
              + String.join("; ", differences),
          null);
    }
    return new SpecificDatumReader<>(writer, schema, SpecificData.getForClass(type));
  }

  /**
   * Whether the writer meant this record. Avro would resolve any record whose fields happen to fit.
   * The namespace is free, as the specification has it.
   */
  private boolean isNamedAlike(Schema writer) {
    return writer.getType() == Schema.Type.RECORD
        && (writer.getName().equals(schema.getName())
            || schema.getAliases().contains(writer.getFullName()));
  }

  /** What one thread keeps from record to record. */
  private final class Decoding {

    private final Map<Integer, DatumReader<T>> readers = new HashMap<>();
    private BinaryDecoder decoder;

    private T decode(DatumReader<T> reader, byte[] data) throws IOException {
      decoder =
          DecoderFactory.get()
              .binaryDecoder(
                  data, WireFormat.HEADER_LENGTH, data.length - WireFormat.HEADER_LENGTH, decoder);
      T result = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new IOException("bytes are left over after the record");
      }
      plainLists.replaceIn(result);
      return result;
    }
  }
}
