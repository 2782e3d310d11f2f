package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.serde.AvroJson;
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
import java.util.List;
import java.util.Set;
import org.apache.avro.generic.IndexedRecord;

/** JSON of the interface: records as {@link AvroJson} shows them, and trees around them. */
public final class RecordJson {
  /** Keeps every digit of a decimal, in both directions. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RecordJson() {}

  /** One record. */
  public static ObjectNode of(IndexedRecord record) {
    return AvroJson.toTree(record);
  }

  /** One record without some of its fields. */
  public static ObjectNode of(IndexedRecord record, Set<String> without) {
    return AvroJson.toTree(record).remove(without);
  }

  /** {@code {"items": […]}}, in the order given. */
  public static ObjectNode items(List<? extends IndexedRecord> records) {
    ObjectNode node = NODES.objectNode();
    ArrayNode items = node.putArray("items");
    records.forEach(record -> items.add(of(record)));
    return node;
  }

  /** A number, or null where it is not finite. */
  static JsonNode number(double number) {
    return Double.isFinite(number) ? NODES.numberNode(number) : NODES.nullNode();
  }

  public static ObjectNode object() {
    return NODES.objectNode();
  }

  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
