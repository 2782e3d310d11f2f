package com.alphapulse.riskbudget.registry;

import com.alphapulse.riskbudget.registry.RegistryContent.Version;
import com.alphapulse.riskbudget.schema.Subject;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's rules over its content: a change is checked, appended to the log, and takes effect
 * when it is read back from there. After a write that may or may not have happened, the next one
 * starts by reading what did.
 *
 * <p>Safe for use by many threads. Only one process may write to a log at a time.
 */
final class RegistryStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryStore.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LATEST = "latest";

  /** Of a subject, where clients register. */
  static final int MAX_VERSIONS = 50;

  private final RegistryLog log;
  private final RegistryContent content = new RegistryContent();
  private final Map<String, Subject> subjects;
  private boolean sealed;

  /**
   * Reads the whole log.
   *
   * @param subjects those whose schemas have to be readable into the product's own
   */
  RegistryStore(RegistryLog log, List<Subject> subjects) {
    this.log = log;
    this.subjects = subjects.stream().collect(Collectors.toMap(Subject::name, subject -> subject));
    log.readToEnd(this::apply);
  }

  synchronized List<String> subjects() {
    return content.subjects();
  }

  /** The versions of a subject, oldest first and at least one. */
  synchronized List<Version> versions(String subject) {
    List<Version> versions = content.versions(subject);
    if (versions.isEmpty()) {
      throw RegistryException.subjectNotFound(subject);
    }
    return List.copyOf(versions);
  }

  /**
   * One version of a subject.
   *
   * @param version a number, or {@code latest}, for which {@code -1} stands too
   */
  synchronized Version version(String subject, String version) {
    int number = versionNumber(version);
    List<Version> versions = versions(subject);
    if (number == -1) {
      return versions.get(versions.size() - 1);
    }
    return versions.stream()
        .filter(candidate -> candidate.version() == number)
        .findFirst()
        .orElseThrow(() -> RegistryException.versionNotFound(version));
  }

  synchronized Schema schema(int id) {
    return content
        .schema(id)
        .orElseThrow(() -> RegistryException.schemaNotFound(String.valueOf(id)));
  }

  /** Finds a schema under a subject without registering it. */
  synchronized Version lookUp(String subject, String schemaText) {
    versions(subject);
    return content
        .find(subject, parse(schemaText))
        .orElseThrow(() -> RegistryException.schemaNotFound("under subject '" + subject + "'"));
  }

  /**
   * Registers a schema, unless the subject has it already.
   *
   * @throws RegistryException if it is invalid, or incompatible with the versions before it
   */
  synchronized Version register(String subject, String schemaText) {
    Schema schema = parse(schemaText);
    Optional<Version> present = content.find(subject, schema);
    if (present.isPresent()) {
      return present.get();
    }
    // An earlier write that seemed to fail may have happened, even of this very schema.
    catchUp();
    present = content.find(subject, schema);
    if (present.isPresent()) {
      return present.get();
    }
    refuseIfAny(ownObjections(subject, schema), subject, "cannot be read by this product");
    CompatibilityLevel level = effectiveLevel(subject);
    refuseIfAny(
        level.objections(schema, content.versions(subject).stream().map(Version::schema).toList()),
        subject,
        "is incompatible with an earlier schema (" + level + ")");
    Version next = content.next(subject, schema);
    ObjectNode key = key("SCHEMA", subject, 1).put("version", next.version());
    ObjectNode value =
        JSON.createObjectNode()
            .put("subject", subject)
            .put("version", next.version())
            .put("id", next.id())
            .put("schema", next.text());
    append(key, value);
    return content
        .find(subject, schema)
        .orElseThrow(
            () ->
                RegistryException.storeFailed(
                    new IllegalStateException("a written schema was not read back")));
  }

  /**
   * Registers a schema that a client sends, unless the subject has it already.
   *
   * @throws RegistryException as {@link #register}, and once {@link #seal} was called for a subject
   *     that is not there or has {@value #MAX_VERSIONS} versions
   */
  synchronized Version registerForClient(String subject, String schemaText) {
    if (sealed && content.find(subject, parse(schemaText)).isEmpty()) {
      if (content.versions(subject).isEmpty()) {
        throw RegistryException.forbidden("subjects are not made by clients");
      }
      if (content.versions(subject).size() >= MAX_VERSIONS) {
        throw RegistryException.forbidden(
            "a subject has at most " + MAX_VERSIONS + " versions from clients");
      }
    }
    return register(subject, schemaText);
  }

  /** Sets the level that a client asks for; once {@link #seal} was called it stays as it is. */
  synchronized void setLevelForClient(String subject, CompatibilityLevel level) {
    if (sealed && level != effectiveLevel(subject)) {
      throw RegistryException.forbidden("levels of compatibility are not changed by clients");
    }
    if (!sealed) {
      setLevel(subject, level);
    }
  }

  /** From now on clients make no subjects, few versions, and change no level. */
  synchronized void seal() {
    sealed = true;
  }

  synchronized CompatibilityLevel globalLevel() {
    return RegistryContent.GLOBAL_LEVEL;
  }

  /** The subject's own level, if one was set. */
  synchronized Optional<CompatibilityLevel> ownLevel(String subject) {
    return content.level(subject);
  }

  /** Sets the level of a subject. */
  synchronized void setLevel(String subject, CompatibilityLevel level) {
    append(
        key("CONFIG", subject, 0), JSON.createObjectNode().put("compatibilityLevel", level.name()));
  }

  @Override
  public synchronized void close() {
    log.close();
  }

  /** What the product itself has against a schema, whatever the level. */
  private List<String> ownObjections(String subject, Schema schema) {
    Subject own = subjects.get(subject);
    return own == null ? List.of() : own.objections(schema);
  }

  private static void refuseIfAny(List<String> objections, String subject, String what) {
    if (!objections.isEmpty()) {
      throw RegistryException.incompatible(
          "Schema for subject '%s' %s: %s".formatted(subject, what, String.join("; ", objections)));
    }
  }

  private CompatibilityLevel effectiveLevel(String subject) {
    return content.level(subject).orElse(RegistryContent.GLOBAL_LEVEL);
  }

  private void append(ObjectNode key, ObjectNode value) {
    try {
      log.append(key.toString(), value.toString());
    } catch (RuntimeException e) {
      throw RegistryException.storeFailed(e);
    }
    catchUp();
  }

  private void catchUp() {
    try {
      log.readToEnd(this::apply);
    } catch (RuntimeException e) {
      throw RegistryException.storeFailed(e);
    }
  }

  private void apply(String keyText, String valueText) {
    try {
      JsonNode key = JSON.readTree(keyText);
      JsonNode value = JSON.readTree(valueText);
      switch (key.path("keytype").asText()) {
        case "SCHEMA" -> applySchema(key, value);
        case "CONFIG" ->
            content.put(
                key.required("subject").asText(),
                CompatibilityLevel.parse(value.required("compatibilityLevel").asText()));
        default -> LOG.warn("Registry log holds an entry of another kind, ignored: {}", keyText);
      }
    } catch (JsonProcessingException | IllegalArgumentException | RegistryException e) {
      // Not one of ours. Stopping here would take every schema after it away from its readers.
      LOG.error("Registry log holds an entry that cannot be read, ignored: {}", keyText, e);
    }
  }

  private void applySchema(JsonNode key, JsonNode value) {
    int id = value.required("id").asInt();
    // First of all, so that the id is not given again even if the schema cannot be read.
    content.reserve(id);
    content.put(
        new Version(
            key.required("subject").asText(),
            key.required("version").asInt(),
            id,
            parse(value.required("schema").asText())));
  }

  private static ObjectNode key(String kind, String subject, int magic) {
    return JSON.createObjectNode().put("keytype", kind).put("subject", subject).put("magic", magic);
  }

  private static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw RegistryException.invalidSchema("Invalid Avro schema: " + e.getMessage(), e);
    }
  }

  private static int versionNumber(String version) {
    if (version.equals(LATEST)) {
      return -1;
    }
    try {
      int number = Integer.parseInt(version);
      if (number >= 1 || number == -1) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw RegistryException.invalidVersion(version);
    }
    throw RegistryException.invalidVersion(version);
  }
}
