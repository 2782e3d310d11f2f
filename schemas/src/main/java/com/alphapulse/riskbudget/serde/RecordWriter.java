package com.alphapulse.riskbudget.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/** The writing half of {@link AvroSerde}. */
final class RecordWriter<T extends SpecificRecord> implements Serializer<T> {

  /** Larger than nearly every record, so that the buffer seldom grows. */
  private static final int INITIAL_BUFFER = 1024;

  private final Class<T> type;
  private final Schema schema;
  private final Schema registered;
  private final SchemaRegistry registry;
  private final ThreadLocal<Encoding<T>> encodings;

  RecordWriter(Class<T> type, SchemaRegistry registry) {
    this.type = type;
    this.schema = SpecificData.get().getSchema(type);
    this.registered = SchemaText.portable(schema);
    this.registry = registry;
    Schema written = schema;
    encodings = ThreadLocal.withInitial(() -> new Encoding<>(written, type));
  }

  @Override
  public byte[] serialize(String topic, T data) {
    if (data == null) {
      return null;
    }
    Encoding<T> encoding = encodings.get();
    byte[] header = header(topic, encoding);
    try {
      return encoding.encode(header, data);
    } catch (IOException | RuntimeException e) {
      // Half a record may still sit in the encoder's buffer: start afresh, or the next record of
      // this thread would carry it.
      encodings.remove();
      throw new SerializationException(
          "record for topic " + topic + " cannot be written as " + type.getSimpleName() + ": " + e,
          e);
    }
  }

  /** Puts the topic's header before a body that was encoded elsewhere. */
  byte[] frame(String topic, byte[] body, int offset) {
    byte[] header = header(topic, encodings.get());
    byte[] message = Arrays.copyOf(header, header.length + body.length - offset);
    System.arraycopy(body, offset, message, header.length, body.length - offset);
    return message;
  }

  private byte[] header(String topic, Encoding<T> encoding) {
    byte[] header = encoding.headers.get(topic);
    if (header == null) {
      header = WireFormat.header(registry.register(topic + "-value", registered));
      encoding.headers.put(topic, header);
    }
    return header;
  }

  /**
   * What one thread keeps from record to record. It must not lead back to the writer: a thread that
   * outlives the writer would keep both for ever.
   */
  private static final class Encoding<T> {

    private final Map<String, byte[]> headers = new HashMap<>();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(INITIAL_BUFFER);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(buffer, null);
    private final SpecificDatumWriter<T> writer;

    private Encoding(Schema schema, Class<T> type) {
      writer = new SpecificDatumWriter<>(schema, SpecificData.getForClass(type));
    }

    private byte[] encode(byte[] header, T data) throws IOException {
      buffer.reset();
      buffer.write(header, 0, header.length);
      writer.write(data, encoder);
      encoder.flush();
      return buffer.toByteArray();
    }
  }
}
