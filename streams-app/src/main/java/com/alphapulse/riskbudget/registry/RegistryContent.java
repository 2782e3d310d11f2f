package com.alphapulse.riskbudget.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * What the registry knows: versions by subject, schemas by id, compatibility levels.
 *
 * <p>Only the log's entries change it, so that a restart ends in the same state. Not safe for use
 * by several threads.
 */
final class RegistryContent {

  /** Level of subjects that have none of their own. */
  static final CompatibilityLevel GLOBAL_LEVEL = CompatibilityLevel.BACKWARD_TRANSITIVE;

  /** One version of a subject. Schemas with the same text share their id across subjects. */
  record Version(String subject, int version, int id, Schema schema) {

    /** The text that decides whether two schemas are the same; documentation counts. */
    String text() {
      return schema.toString();
    }
  }

  private final Map<String, List<Version>> subjects = new TreeMap<>();
  private final Map<Integer, Schema> schemas = new HashMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, CompatibilityLevel> levels = new HashMap<>();
  private int highestId;

  List<String> subjects() {
    return List.copyOf(subjects.keySet());
  }

  /** The versions of a subject, oldest first; empty if it is unknown. */
  List<Version> versions(String subject) {
    return Collections.unmodifiableList(subjects.getOrDefault(subject, List.of()));
  }

  Optional<Schema> schema(int id) {
    return Optional.ofNullable(schemas.get(id));
  }

  /** The version of a subject that has exactly this schema. */
  Optional<Version> find(String subject, Schema schema) {
    String text = schema.toString();
    return versions(subject).stream().filter(version -> version.text().equals(text)).findFirst();
  }

  /** The version that a schema would become: the next of its subject, with its own or a new id. */
  Version next(String subject, Schema schema) {
    int id = ids.getOrDefault(schema.toString(), highestId + 1);
    List<Version> versions = versions(subject);
    int version = versions.isEmpty() ? 1 : versions.get(versions.size() - 1).version() + 1;
    return new Version(subject, version, id, schema);
  }

  Optional<CompatibilityLevel> level(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  /** Adds a version, or replaces the one of the same number. */
  void put(Version version) {
    List<Version> versions =
        subjects.computeIfAbsent(version.subject(), subject -> new ArrayList<>());
    versions.removeIf(present -> present.version() == version.version());
    versions.add(version);
    versions.sort((one, other) -> Integer.compare(one.version(), other.version()));
    schemas.put(version.id(), version.schema());
    ids.put(version.text(), version.id());
    reserve(version.id());
  }

  /** Makes sure that an id is not given to another schema. */
  void reserve(int id) {
    highestId = Math.max(highestId, id);
  }

  /** Sets the level of a subject. */
  void put(String subject, CompatibilityLevel level) {
    levels.put(subject, level);
  }
}
