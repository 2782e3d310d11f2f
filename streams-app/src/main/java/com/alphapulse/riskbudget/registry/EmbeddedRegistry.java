package com.alphapulse.riskbudget.registry;

import com.alphapulse.riskbudget.registry.RegistryContent.Version;
import com.alphapulse.riskbudget.schema.Subject;
import com.alphapulse.riskbudget.schema.SubjectSetup;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.serde.SchemaText;
import com.alphapulse.riskbudget.serde.UnknownSchemaException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry inside the process: the part of Confluent's REST API that serializers,
 * converters and tools call, with its error codes.
 *
 * <p>Schemas live in the compacted topic {@code _schemas}; ids only grow, and equal schemas share
 * one. New versions must be able to read all earlier ones (BACKWARD_TRANSITIVE) unless configured
 * otherwise, and no level lets a schema in that the product could not read with the same meaning.
 * Avro only, without references to other subjects, without deletion.
 *
 * <p>For the demo. It runs in one process and authenticates nobody: a cluster uses a real registry.
 */
public final class EmbeddedRegistry implements AutoCloseable {

  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);

  private final RegistryStore store;
  private final List<Subject> subjects;

  /** Computes the answer to a request; failures are turned into error answers. */
  @FunctionalInterface
  private interface Route {
    JsonNode answer(Context context);
  }

  /**
   * Connects to a broker and reads the topic, which is created if it is not there.
   *
   * @param subjects those whose schemas have to be readable into the product's own
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer
   */
  public EmbeddedRegistry(String bootstrapServers, List<Subject> subjects) {
    this(new KafkaRegistryLog(bootstrapServers), subjects);
  }

  EmbeddedRegistry(RegistryLog log, List<Subject> subjects) {
    this.subjects = List.copyOf(subjects);
    try {
      this.store = new RegistryStore(log, subjects);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /**
   * Adds the registry's routes to a server.
   *
   * @param prefix path in front of every route: empty, or with a slash in front and none behind
   */
  public void addRoutes(JavalinDefaultRoutingApi routes, String prefix) {
    String subject = prefix + "/subjects/{subject}";
    String id = prefix + "/schemas/ids/{id}";
    String config = prefix + "/config";
    routes.get(prefix + "/subjects", route(this::subjects));
    routes.post(subject, route(this::lookUp));
    routes.get(subject + "/versions", route(this::versions));
    routes.post(subject + "/versions", route(this::register));
    routes.get(subject + "/versions/{version}", route(context -> tree(version(context))));
    routes.get(
        id,
        route(
            context ->
                JSON.createObjectNode().put("schema", store.schema(id(context)).toString())));
    routes.get(config, route(context -> level(store.globalLevel())));
    routes.get(config + "/{subject}", route(this::subjectLevel));
    routes.put(config + "/{subject}", route(this::setLevel));
  }

  /** The same registry for the process that it runs in, without HTTP in between. */
  public SchemaRegistry schemas() {
    return new SchemaRegistry() {
      @Override
      public int register(String subject, Schema schema) {
        return store.register(subject, SchemaText.portable(schema).toString()).id();
      }

      @Override
      public Schema schemaById(int id) {
        try {
          return store.schema(id);
        } catch (RegistryException e) {
          throw new UnknownSchemaException(e.getMessage());
        }
      }
    };
  }

  /**
   * Registers the schemas of its subjects and sets their levels, for clients that look a schema up
   * before they write their first record. From then on clients only add versions of these, up to a
   * number, and change no level, so that nobody on this machine can fill it or loosen it.
   */
  public void registerSubjects() {
    new SubjectSetup(new StoreSubjects(store), subjects)
        .register()
        .forEach(line -> LOG.info("Schema registry: {}", line));
    store.seal();
  }

  @Override
  public void close() {
    store.close();
  }

  private JsonNode subjects(Context context) {
    String wanted = context.queryParam("subjectPrefix");
    ArrayNode names = JSON.createArrayNode();
    store.subjects().stream()
        .filter(subject -> wanted == null || subject.startsWith(wanted))
        .forEach(names::add);
    return names;
  }

  private JsonNode versions(Context context) {
    ArrayNode numbers = JSON.createArrayNode();
    store.versions(context.pathParam("subject")).forEach(version -> numbers.add(version.version()));
    return numbers;
  }

  private JsonNode register(Context context) {
    Version version = store.registerForClient(context.pathParam("subject"), postedSchema(context));
    return JSON.createObjectNode().put("id", version.id());
  }

  private JsonNode lookUp(Context context) {
    return tree(store.lookUp(context.pathParam("subject"), postedSchema(context)));
  }

  private Version version(Context context) {
    return store.version(context.pathParam("subject"), context.pathParam("version"));
  }

  private JsonNode subjectLevel(Context context) {
    String subject = context.pathParam("subject");
    Optional<CompatibilityLevel> own = store.ownLevel(subject);
    if (own.isEmpty() && !Boolean.parseBoolean(context.queryParam("defaultToGlobal"))) {
      throw RegistryException.noSubjectLevel(subject);
    }
    return level(own.orElseGet(store::globalLevel));
  }

  private JsonNode setLevel(Context context) {
    CompatibilityLevel level =
        CompatibilityLevel.parse(posted(context).path("compatibility").asText());
    store.setLevelForClient(context.pathParam("subject"), level);
    return JSON.createObjectNode().put("compatibility", level.name());
  }

  private static int id(Context context) {
    String text = context.pathParam("id");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw RegistryException.schemaNotFound(text);
    }
  }

  private static JsonNode level(CompatibilityLevel level) {
    return JSON.createObjectNode().put("compatibilityLevel", level.name());
  }

  private static ObjectNode tree(Version version) {
    return JSON.createObjectNode()
        .put("subject", version.subject())
        .put("version", version.version())
        .put("id", version.id())
        .put("schema", version.text());
  }

  /** The schema of a request, as far as this registry takes it. */
  private static String postedSchema(Context context) {
    JsonNode request = posted(context);
    String kind = request.path("schemaType").asText("AVRO");
    if (!kind.equals("AVRO")) {
      throw RegistryException.invalidSchema("schemaType " + kind + " is not supported", null);
    }
    if (!request.path("references").isEmpty()) {
      throw RegistryException.invalidSchema(
          "references are not supported: send the schema with its types inside", null);
    }
    if (!request.path("schema").isTextual()) {
      throw RegistryException.invalidSchema("the request has no schema", null);
    }
    return request.path("schema").textValue();
  }

  private static JsonNode posted(Context context) {
    JsonNode request;
    try {
      request = JSON.readTree(context.body());
    } catch (JsonProcessingException e) {
      throw RegistryException.badRequest("the request is not JSON: " + e.getOriginalMessage());
    }
    if (!request.isObject()) {
      throw RegistryException.badRequest("the request is not a JSON object");
    }
    return request;
  }

  /**
   * Turns a route into a handler that answers failures itself: the server has other routes, too.
   */
  private static Handler route(Route route) {
    return context -> {
      JsonNode answer;
      try {
        answer = route.answer(context);
      } catch (RegistryException e) {
        if (e.status() >= 500) {
          LOG.error("Schema registry request {} failed", context.path(), e);
        }
        context.status(e.status());
        answer = JSON.createObjectNode().put("error_code", e.code()).put("message", e.getMessage());
      }
      context.contentType(CONTENT_TYPE).result(answer.toString());
    };
  }
}
