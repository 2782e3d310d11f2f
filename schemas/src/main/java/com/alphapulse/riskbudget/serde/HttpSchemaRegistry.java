package com.alphapulse.riskbudget.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/**
 * Client of any registry that speaks Confluent's REST API: Confluent's own, Apicurio below {@code
 * /apis/ccompat/v7}, Karapace, Redpanda.
 *
 * <p>Ids and schemas never change once given, so each is asked for once. Only an explicit "no such
 * schema" makes a record unreadable; every other failure, a wrong base URL included, is the
 * registry's, because the price of a mistake would be good records on the dead-letter topic.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

  /** Confluent's error code for an id or schema that does not exist. */
  private static final int SCHEMA_NOT_FOUND = 40403;

  /** Schemas that refer to others which refer to others: deeper than anyone means it. */
  private static final int MAXIMUM_REFERENCE_DEPTH = 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryHttp http;
  private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  private record Registration(String subject, Schema schema) {}

  /**
   * Creates a client; connects when first asked.
   *
   * @param url base URL, or several, comma-separated, of instances of the same registry
   * @param properties any of {@code basic.auth.user.info} (user:password), {@code
   *     bearer.auth.token}, {@code ssl.truststore.location} (JKS, PKCS12, or PEM by its ending
   *     {@code .pem} or {@code .crt}) and {@code ssl.truststore.password}
   * @throws IllegalArgumentException if the URL is none, a property is not one of these, or they
   *     contradict each other
   */
  public HttpSchemaRegistry(String url, Map<String, String> properties) {
    this(RegistryHttp.of(url, properties, RegistryHttp.Patience.DEFAULT));
  }

  /**
   * The same, for properties that another serde shares: those that are not this client's are left
   * to it.
   */
  public static HttpSchemaRegistry ofShared(String url, Map<String, String> properties) {
    Map<String, String> own = new HashMap<>(properties);
    own.keySet().retainAll(RegistryHttp.PROPERTIES);
    return new HttpSchemaRegistry(url, own);
  }

  HttpSchemaRegistry(RegistryHttp http) {
    this.http = http;
  }

  @Override
  public int register(String subject, Schema schema) {
    Registration registration = new Registration(subject, schema);
    Integer known = ids.get(registration);
    if (known != null) {
      return known;
    }
    String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    RegistryHttp.Answer answer =
        http.send("POST", "/subjects/" + encode(subject) + "/versions", body);
    String purpose = "register " + schema.getFullName() + " under subject " + subject;
    if (answer.status() != 200) {
      throw refused(purpose, answer);
    }
    JsonNode id = tree(purpose, answer).path("id");
    if (!id.canConvertToInt() || !id.isIntegralNumber()) {
      throw refused(purpose, answer);
    }
    ids.put(registration, id.intValue());
    return id.intValue();
  }

  @Override
  public Schema schemaById(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    String purpose = "look up schema id " + id;
    RegistryHttp.Answer answer = http.send("GET", "/schemas/ids/" + id, null);
    if (answer.status() == 404 && errorCode(answer) == SCHEMA_NOT_FOUND) {
      throw new UnknownSchemaException("the registry has no schema with id " + id);
    }
    if (answer.status() != 200) {
      throw refused(purpose, answer);
    }
    Schema schema = parse("schema id " + id, purpose, answer);
    schemas.put(id, schema);
    return schema;
  }

  private Schema parse(String name, String purpose, RegistryHttp.Answer answer) {
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

  private static int errorCode(RegistryHttp.Answer answer) {
    try {
      return JSON.readTree(answer.body()).path("error_code").asInt();
    } catch (JsonProcessingException e) {
      // Not the registry's own error page: somebody else answered.
      return 0;
    }
  }

  private static JsonNode tree(String purpose, RegistryHttp.Answer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new RegistryUnavailableException(
          "cannot " + purpose + ": " + answer.describe() + " is not JSON", e);
    }
  }

  private static RegistryUnavailableException refused(String purpose, RegistryHttp.Answer answer) {
    return new RegistryUnavailableException("cannot " + purpose + ": " + answer.describe());
  }

  private static String encode(String segment) {
    // URLEncoder is made for forms, where a space is a plus; in a path it is %20.
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
