package com.alphapulse.riskbudget.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Reads what a registry answers. */
final class RegistryAnswers {

  /** Confluent's error codes for a subject, or an id or schema, that does not exist. */
  static final int SUBJECT_NOT_FOUND = 40401;

  static final int SCHEMA_NOT_FOUND = 40403;

  /** Schemas that refer to others which refer to others: deeper than anyone means it. */
  private static final int MAXIMUM_REFERENCE_DEPTH = 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryHttp http;

  RegistryAnswers(RegistryHttp http) {
    this.http = http;
  }

  /** The body of a request that sends a schema. */
  static String body(Schema schema) {
    return JSON.createObjectNode().put("schema", schema.toString()).toString();
  }

  /**
   * The schema in an answer, with the types that it refers to.
   *
   * @param name of the schema, for messages
   * @param purpose what was asked for, for messages
   * @throws UnknownSchemaException if it is not an Avro schema
   */
  Schema parse(String name, String purpose, RegistryHttp.Answer answer) {
    JsonNode node = tree(purpose, answer);
    if (!node.path("schema").isTextual()) {
      throw refused(purpose, answer);
    }
    String kind = node.path("schemaType").asText("AVRO");
    if (!kind.equals("AVRO")) {
      throw new UnknownSchemaException(name + " is of type " + kind + " and not Avro");
    }
    try {
      // What is in use was accepted by the registry: names and defaults that Avro for Java finds
      // fault with are no reason not to read.
      Schema.Parser parser =
          new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
      parseReferences(parser, node.path("references"), new HashSet<>(), 0);
      return parser.parse(node.path("schema").textValue());
    } catch (AvroRuntimeException e) {
      throw new UnknownSchemaException(name + " is not a valid Avro schema: " + e.getMessage(), e);
    }
  }

  /** Parses the named types that a schema refers to, innermost first, into the parser. */
  private void parseReferences(
      Schema.Parser parser, JsonNode references, Set<String> parsed, int depth) {
    if (depth > MAXIMUM_REFERENCE_DEPTH) {
      throw new UnknownSchemaException(
          "references of the schema go deeper than " + MAXIMUM_REFERENCE_DEPTH);
    }
    for (JsonNode reference : references) {
      String path =
          "/subjects/"
              + encode(reference.path("subject").asText())
              + "/versions/"
              + reference.path("version").asInt();
      if (parsed.add(path)) {
        String purpose = "look up reference " + path;
        RegistryHttp.Answer answer = http.send("GET", path, null);
        JsonNode node = tree(purpose, answer);
        if (answer.status() != 200 || !node.path("schema").isTextual()) {
          throw refused(purpose, answer);
        }
        parseReferences(parser, node.path("references"), parsed, depth + 1);
        parser.parse(node.path("schema").textValue());
      }
    }
  }

  /** Confluent's error code; 0 where somebody else answered. */
  static int errorCode(RegistryHttp.Answer answer) {
    try {
      return JSON.readTree(answer.body()).path("error_code").asInt();
    } catch (JsonProcessingException e) {
      // Not the registry's own error page: somebody else answered.
      return 0;
    }
  }

  /** The answer as JSON. */
  static JsonNode tree(String purpose, RegistryHttp.Answer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new RegistryUnavailableException(
          "cannot " + purpose + ": " + answer.describe() + " is not JSON", e);
    }
  }

  /** The failure of an answer that is none. */
  static RegistryUnavailableException refused(String purpose, RegistryHttp.Answer answer) {
    return new RegistryUnavailableException("cannot " + purpose + ": " + answer.describe());
  }

  /** A name as part of a path. */
  static String encode(String segment) {
    // URLEncoder is made for forms, where a space is a plus; in a path it is %20.
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
