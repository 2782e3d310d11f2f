package com.alphapulse.riskbudget.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/**
 * JSON as the values that Avro writes. Decimals are text, so that a case says every digit; fields
 * that a case leaves out take their defaults.
 */
final class JsonToAvro {

  private JsonToAvro() {}

  /**
   * Converts a value.
   *
   * @throws IllegalArgumentException for what the schema has no place for
   */
  static Object convert(Schema schema, JsonNode json) {
    return switch (schema.getType()) {
      case RECORD -> toRecord(schema, json);
      case UNION -> json.isNull() ? null : convert(notNull(schema), json);
      case ENUM -> new GenericData.EnumSymbol(schema, json.asText());
      case STRING -> json.asText();
      case BYTES -> decimal(schema, json.asText());
      case BOOLEAN -> json.asBoolean();
      case INT -> json.asInt();
      case LONG -> json.asLong();
      case DOUBLE -> json.isTextual() ? Double.valueOf(json.asText()) : json.asDouble();
      case ARRAY -> list(schema, json);
      case MAP -> map(schema, json);
      default -> throw new IllegalArgumentException("no way to write " + json + " as " + schema);
    };
  }

  private static GenericRecord toRecord(Schema schema, JsonNode json) {
    GenericRecordBuilder record = new GenericRecordBuilder(schema);
    json.properties()
        .forEach(
            entry -> {
              Schema.Field field = schema.getField(entry.getKey());
              if (field == null) {
                throw new IllegalArgumentException(
                    schema.getName() + " has no field " + entry.getKey());
              }
              record.set(field, convert(field.schema(), entry.getValue()));
            });
    return record.build();
  }

  private static Schema notNull(Schema union) {
    return union.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  private static ByteBuffer decimal(Schema schema, String text) {
    int scale = ((LogicalTypes.Decimal) schema.getLogicalType()).getScale();
    return ByteBuffer.wrap(new BigDecimal(text).setScale(scale).unscaledValue().toByteArray());
  }

  private static List<Object> list(Schema schema, JsonNode json) {
    List<Object> items = new ArrayList<>();
    json.forEach(item -> items.add(convert(schema.getElementType(), item)));
    return items;
  }

  private static Map<String, Object> map(Schema schema, JsonNode json) {
    Map<String, Object> entries = new HashMap<>();
    json.properties()
        .forEach(
            entry -> entries.put(entry.getKey(), convert(schema.getValueType(), entry.getValue())));
    return entries;
  }
}
