package com.alphapulse.riskbudget.serde;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads any record of the wire format by the schema that it was written with, and shows it as JSON.
 *
 * <p>Needs no generated class, so it also reads records of schemas that this program does not know,
 * and serves readers that check the program's output without sharing code with it. Decimals are
 * plain numbers without trailing zeros, times are ISO-8601 in UTC, enum symbols are text, doubles
 * that are not finite are null, other bytes are Base64.
 *
 * <p>Made for people and checks, not for throughput: nothing is reused between records. Safe for
 * use by many threads.
 */
public final class AvroJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectWriter WRITER =
      JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build().writer();
  private static final GenericData MODEL = model();

  private final SchemaRegistry registry;

  /** Creates a reader that asks this registry for schemas. */
  public AvroJson(SchemaRegistry registry) {
    this.registry = registry;
  }

  /**
   * Decodes a record.
   *
   * @param topic named in the message of a failure
   * @return the record with decimals as {@link BigDecimal} and times as {@link java.time.Instant};
   *     null for a tombstone
   * @throws SerializationException if the record cannot be read
   * @throws RegistryUnavailableException if the registry gave no usable answer
   */
  public GenericRecord decode(String topic, byte[] data) {
    if (data == null) {
      return null;
    }
    int id = WireFormat.schemaId(topic, data);
    Schema schema = schemaOf(topic, id);
    try {
      BinaryDecoder decoder =
          DecoderFactory.get()
              .binaryDecoder(
                  data, WireFormat.HEADER_LENGTH, data.length - WireFormat.HEADER_LENGTH, null);
      GenericRecord decoded =
          new GenericDatumReader<GenericRecord>(schema, schema, MODEL).read(null, decoder);
      if (!decoder.isEnd()) {
        throw new IOException("bytes are left over after the record");
      }
      return decoded;
    } catch (IOException | RuntimeException e) {
      throw WireFormat.unreadable(
          topic, "with schema id " + id + " cannot be read as " + schema.getName() + ": " + e, e);
    }
  }

  /**
   * Decodes a record and prints it on one line.
   *
   * @return {@code null} as text for a tombstone
   * @throws SerializationException if the record cannot be read
   * @throws RegistryUnavailableException if the registry gave no usable answer
   */
  public String toJson(String topic, byte[] data) {
    GenericRecord decoded = decode(topic, data);
    return decoded == null ? "null" : toJson(decoded);
  }

  /** Prints a record, generic or generated, on one line. */
  public static String toJson(IndexedRecord data) {
    try {
      return WRITER.writeValueAsString(toTree(data));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values could not be printed", e);
    }
  }

  /** A record, generic or generated, as a tree; fields in the order of the schema. */
  public static ObjectNode toTree(IndexedRecord data) {
    ObjectNode node = NODES.objectNode();
    for (Schema.Field field : data.getSchema().getFields()) {
      node.set(field.name(), value(data.get(field.pos())));
    }
    return node;
  }

  private Schema schemaOf(String topic, int id) {
    Schema schema;
    try {
      schema = registry.schemaById(id);
    } catch (SerializationException e) {
      throw WireFormat.unreadable(
          topic, "has schema id " + id + ", which cannot be used: " + e.getMessage(), e);
    }
    if (schema.getType() != Schema.Type.RECORD) {
      throw WireFormat.unreadable(
          topic, "is a bare " + schema.getType().getName() + " and not an Avro record", null);
    }
    return schema;
  }

  private static JsonNode value(Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (value instanceof IndexedRecord nested) {
      return toTree(nested);
    }
    if (value instanceof Collection<?> items) {
      ArrayNode array = NODES.arrayNode(items.size());
      items.forEach(item -> array.add(value(item)));
      return array;
    }
    if (value instanceof Map<?, ?> entries) {
      ObjectNode object = NODES.objectNode();
      entries.forEach((key, item) -> object.set(key.toString(), value(item)));
      return object;
    }
    return scalar(value);
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof BigDecimal decimal) {
      return NODES.numberNode(decimal.stripTrailingZeros());
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value instanceof Integer number) {
      return NODES.numberNode(number);
    }
    if (value instanceof Long number) {
      return NODES.numberNode(number);
    }
    if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? NODES.numberNode(number) : NODES.nullNode();
    }
    if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return NODES.textNode(Base64.getEncoder().encodeToString(copy));
    }
    return NODES.textNode(value.toString());
  }

  private static GenericData model() {
    GenericData model = new GenericData();
    model.addLogicalTypeConversion(new Conversions.DecimalConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    model.addLogicalTypeConversion(new TimeConversions.DateConversion());
    return model;
  }
}
