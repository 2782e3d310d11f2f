package com.alphapulse.riskbudget.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.avro.Schema;

/** The JSON text of schemas, freed from what concerns only the Java classes made from them. */
public final class SchemaText {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Says which Java class holds a string; of no meaning to other languages. */
  private static final String JAVA_STRING = "avro.java.string";

  private SchemaText() {}

  /** The schema without Java's properties: what is registered, and kept as history. */
  public static Schema portable(Schema schema) {
    return new Schema.Parser().parse(without(tree(schema), List.of(JAVA_STRING)).toString());
  }

  /** All that matters to a reader or writer: everything but documentation and Java's properties. */
  static JsonNode meaning(Schema schema) {
    return without(tree(portable(schema)), List.of("doc"));
  }

  private static JsonNode tree(Schema schema) {
    try {
      return JSON.readTree(schema.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro printed a schema that is not JSON", e);
    }
  }

  private static JsonNode without(JsonNode node, List<String> properties) {
    if (node instanceof ObjectNode object) {
      object.remove(properties);
    }
    node.forEach(child -> without(child, properties));
    return node;
  }
}
