package com.alphapulse.riskbudget.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Any generated record as JSON under the names of its schema: decimals as plain numbers without
 * trailing zeros, times in ISO-8601 (UTC), enums by name, absent values and non-finite numbers as
 * null.
 */
final class RecordJson {
  /** Keeps every digit of a decimal, in both directions. */
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RecordJson() {}

  /** One record. */
  static ObjectNode of(IndexedRecord record) {
    return of(record, Set.of());
  }

  /** One record without some of its fields. */
  static ObjectNode of(IndexedRecord record, Set<String> without) {
    ObjectNode node = NODES.objectNode();
    for (Schema.Field field : record.getSchema().getFields()) {
      if (!without.contains(field.name())) {
        node.set(field.name(), value(record.get(field.pos())));
      }
    }
    return node;
  }

  /** {@code {"items": […]}}, in the order given. */
  static ObjectNode items(List<? extends IndexedRecord> records) {
    ObjectNode node = NODES.objectNode();
    ArrayNode items = node.putArray("items");
    records.forEach(record -> items.add(of(record)));
    return node;
  }

  /** A number, or null where it is not finite. */
  static JsonNode number(double number) {
    return Double.isFinite(number) ? NODES.numberNode(number) : NODES.nullNode();
  }

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One field's value.
   *
   * @throws IllegalArgumentException for a type that no schema of ours uses
   */
  private static JsonNode value(Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (value instanceof IndexedRecord record) {
      return of(record);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal(decimal);
    }
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof Long number) {
      return NODES.numberNode(number);
    }
    if (value instanceof Integer number) {
      return NODES.numberNode(number);
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value instanceof CharSequence || value instanceof Enum<?> || value instanceof Instant) {
      return NODES.textNode(value.toString());
    }
    return container(value);
  }

  private static JsonNode container(Object value) {
    if (value instanceof Collection<?> values) {
      ArrayNode array = NODES.arrayNode(values.size());
      values.forEach(element -> array.add(value(element)));
      return array;
    }
    if (value instanceof Map<?, ?> values) {
      ObjectNode object = NODES.objectNode();
      values.forEach((key, element) -> object.set(key.toString(), value(element)));
      return object;
    }
    throw new IllegalArgumentException("no JSON form for " + value.getClass().getName());
  }

  private static JsonNode decimal(BigDecimal decimal) {
    return NODES.numberNode(decimal.stripTrailingZeros());
  }
}
