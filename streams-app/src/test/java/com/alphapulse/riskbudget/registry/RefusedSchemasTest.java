package com.alphapulse.riskbudget.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.schema.Subject;
import com.alphapulse.riskbudget.topology.kafka.Subjects;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every field of every input, spoilt in every way that Avro's own check might let pass, at every
 * level and also where a subject is empty: refused, and the field named.
 */
class RefusedSchemasTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryStore store =
      new RegistryStore(new MemoryRegistryLog(), Subjects.all(InstallationName.NONE));
  private int spoilt;

  /** A way to spoil a field. */
  @FunctionalInterface
  private interface Spoiler {
    /** Changes the field, or its record's list of fields; whether it could. */
    boolean spoil(ObjectNode field, ArrayNode siblings, int position);
  }

  private static final List<Spoiler> SPOILERS =
      List.of(
          RefusedSchemasTest::remove,
          RefusedSchemasTest::rename,
          (field, siblings, position) -> inType(field, "scale", "8", "4"),
          (field, siblings, position) ->
              inType(field, "logicalType", "timestamp-millis", "timestamp-micros"),
          (field, siblings, position) -> inType(field, "logicalType", "timestamp-millis", "none"),
          (field, siblings, position) -> inType(field, "logicalType", "decimal", "none"),
          RefusedSchemasTest::addSymbol,
          RefusedSchemasTest::makeOptional,
          RefusedSchemasTest::giveDefault);

  @BeforeEach
  void registerNothing() {
    // Without versions and levels, only the product's own check stands in the way.
    Subjects.all(InstallationName.NONE)
        .forEach(s -> store.setLevel(s.name(), CompatibilityLevel.NONE));
  }

  @Test
  void shouldRefuseAndNameTheField_whenAnyFieldOfAnyInputIsSpoilt() {
    for (Subject subject : Subjects.all(InstallationName.NONE)) {
      if (subject.input()) {
        for (Spoiler spoiler : SPOILERS) {
          spoilEachField(subject, spoiler);
        }
      }
    }
    assertThat(spoilt).isGreaterThan(150);
    assertThat(store.subjects()).isEmpty();
  }

  @Test
  void shouldAcceptOurs_whenNothingIsSpoilt() {
    for (Subject subject : Subjects.all(InstallationName.NONE)) {
      assertThat(store.register(subject.name(), subject.schema().toString()).version())
          .isEqualTo(1);
    }
  }

  /** Tries every field in turn, those of nested records too. */
  private void spoilEachField(Subject subject, Spoiler spoiler) {
    int fields = fieldLists(tree(subject), new ArrayList<>()).size();
    for (int field = 0; field < fields; field++) {
      JsonNode copy = tree(subject);
      Place place = fieldLists(copy, new ArrayList<>()).get(field);
      String name = place.siblings().get(place.position()).path("name").asText();
      if (spoiler.spoil(
          (ObjectNode) place.siblings().get(place.position()),
          place.siblings(),
          place.position())) {
        expectRefusal(subject, name, copy.toString());
        spoilt++;
      }
    }
  }

  private void expectRefusal(Subject subject, String field, String schema) {
    RegistryException refused =
        catchThrowableOfType(RegistryException.class, () -> store.register(subject.name(), schema));
    assertThat(refused).as(subject.name() + " " + field + ": " + schema).isNotNull();
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused).hasMessageContaining(field);
  }

  private record Place(ArrayNode siblings, int position) {}

  /** Where the fields of a record and of the records in it are. */
  private static List<Place> fieldLists(JsonNode node, List<Place> found) {
    if (node.path("fields") instanceof ArrayNode fields) {
      for (int i = 0; i < fields.size(); i++) {
        found.add(new Place(fields, i));
      }
    }
    node.forEach(child -> fieldLists(child, found));
    return found;
  }

  private static boolean remove(ObjectNode field, ArrayNode siblings, int position) {
    // One with a default may be left out; one that brings a type along takes it away from others.
    if (field.has("default") || definesNames(field.path("type"))) {
      return false;
    }
    siblings.remove(position);
    return true;
  }

  private static boolean rename(ObjectNode field, ArrayNode siblings, int position) {
    String name = field.path("name").asText();
    String other = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    field.put("name", other.equals(name) ? name.toUpperCase(Locale.ROOT) : other);
    return true;
  }

  private static boolean addSymbol(ObjectNode field, ArrayNode siblings, int position) {
    if (!(field.path("type").path("symbols") instanceof ArrayNode symbols)) {
      return false;
    }
    symbols.add("STOP");
    return true;
  }

  private static boolean makeOptional(ObjectNode field, ArrayNode siblings, int position) {
    JsonNode type = field.path("type");
    if (type.isArray() || field.has("default")) {
      return false;
    }
    field.putArray("type").add("null").add(type);
    return true;
  }

  private static boolean giveDefault(ObjectNode field, ArrayNode siblings, int position) {
    if (field.has("default") || !field.path("type").asText().equals("string")) {
      return false;
    }
    field.put("default", "main");
    return true;
  }

  /** Changes an attribute of the field's own type, or of the branch or item that has it. */
  private static boolean inType(ObjectNode field, String attribute, String from, String to) {
    return change(field.path("type"), attribute, from, to);
  }

  private static boolean change(JsonNode type, String attribute, String from, String to) {
    if (type instanceof ObjectNode object && object.path(attribute).asText().equals(from)) {
      if (to.chars().allMatch(Character::isDigit)) {
        object.put(attribute, Integer.parseInt(to));
      } else {
        object.put(attribute, to);
      }
      return true;
    }
    if (type.isArray()) {
      for (JsonNode branch : type) {
        if (change(branch, attribute, from, to)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean definesNames(JsonNode type) {
    return type.findValue("name") != null;
  }

  private static JsonNode tree(Subject subject) {
    try {
      return JSON.readTree(subject.schema().toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
