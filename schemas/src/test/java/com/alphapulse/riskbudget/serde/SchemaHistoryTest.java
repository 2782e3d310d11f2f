package com.alphapulse.riskbudget.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the records readable across versions; see {@link HistoryFolder#WRITE_COMMAND}. */
class SchemaHistoryTest {

  private static final Path FOLDER = Path.of("src", "main", "resources", "schema-history");

  private static final String BASE =
      """
      {"type": "record", "name": "Price", "doc": "d", "fields": [
        {"name": "value", "doc": "d", "type": {"type": "bytes", "logicalType": "decimal", "precision": 38, "scale": 8}},
        {"name": "at", "doc": "d", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}], "default": null}]}
      """;

  static List<Class<? extends SpecificRecord>> types() {
    return SampleRecords.types();
  }

  @BeforeAll
  static void writeIfAsked() throws IOException {
    if (Boolean.getBoolean("writeHistory")) {
      Files.createDirectories(FOLDER);
      HistoryFolder history = new HistoryFolder(FOLDER);
      types().forEach(type -> history.append(SampleRecords.schemaOf(type)));
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldReadAllEarlierVersionsAndBeOnRecord_whenBuilt(Class<?> type) {
    Schema current = SampleRecords.schemaOf(type);
    List<Schema> versions = new HistoryFolder(FOLDER).versions(current.getName());
    assertThat(HistoryFolder.problems(current, versions)).isEmpty();
  }

  @Test
  void shouldKeepEveryRecord_whenItHasAHistory() {
    assertThat(new HistoryFolder(FOLDER).recordNames())
        .as("A record that was once written must stay readable: its schema may not be removed.")
        .isEqualTo(types().stream().map(Class::getSimpleName).toList());
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldExplainEveryRecordAndField_whenRead(Class<?> type) {
    List<String> undocumented = new ArrayList<>();
    collectUndocumented(SampleRecords.schemaOf(type), new HashSet<>(), undocumented);
    assertThat(undocumented).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Another scale, another unit: the bytes fit, the values are wrong.
        "\"scale\": 8=>\"scale\": 6",
        "timestamp-millis=>timestamp-micros",
        // A field that earlier records lack.
        "\"fields\": [=>\"fields\": [{\"name\": \"added\", \"type\": \"string\"},",
        // A type that does not resolve.
        "\"type\": \"long\"=>\"type\": \"string\"",
        "\"name\": \"Price\"=>\"name\": \"Cost\"",
      })
  void shouldDetect_whenEarlierRecordsWouldBeUnreadable(String change) {
    Schema changed = changed(change);
    assertThat(HistoryFolder.problems(changed, List.of(parse(BASE))))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem).contains("version 1", "Change the schema"));
  }

  @Test
  void shouldDetect_whenOnlyAnOlderVersionIsUnreadable() {
    Schema first = parse("{\"type\":\"record\",\"name\":\"P\",\"fields\":[]}");
    Schema second = parse(field("\"default\": 1,"));
    Schema third = parse(field(""));
    assertThat(HistoryFolder.problems(third, List.of(second))).hasSize(1);
    assertThat(HistoryFolder.problems(third, List.of(first, second)))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem).contains("version 1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"default\": null=>\"default\": null, \"aliases\": [\"time\"]",
        "\"fields\": [=>\"fields\": [{\"name\": \"added\", \"type\": \"string\", \"default\":"
            + " \"\"},",
        "\"fields\": [=>\"aliases\": [\"Quote\"], \"fields\": [",
      })
  void shouldAskForANewVersion_whenChangeIsCompatible(String change) {
    assertThat(HistoryFolder.problems(changed(change), List.of(parse(BASE))))
        .singleElement()
        .asString()
        .contains("version 2", HistoryFolder.WRITE_COMMAND);
  }

  @Test
  void shouldBeContent_whenOnlyDocumentationChanges() {
    Schema changed = changed("\"doc\": \"d\"=>\"doc\": \"better\"");
    assertThat(changed.toString()).contains("better");
    assertThat(HistoryFolder.problems(changed, List.of(parse(BASE)))).isEmpty();
  }

  @Test
  void shouldWriteNextVersionOnlyOnChange_whenAppending(@TempDir Path folder) {
    HistoryFolder history = new HistoryFolder(folder);
    assertThat(HistoryFolder.problems(parse(BASE), history.versions("Price"))).hasSize(1);
    history.append(parse(BASE));
    history.append(changed("\"doc\": \"d\"=>\"doc\": \"better\""));
    Schema extended =
        changed(
            "\"fields\": [=>\"fields\": [{\"name\": \"n\", \"type\": \"int\", \"default\": 0},");
    history.append(extended);
    history.append(extended);
    assertThat(history.versions("Price")).containsExactly(parse(BASE), extended);
    assertThat(history.recordNames()).containsExactly("Price");
    assertThat(HistoryFolder.problems(extended, history.versions("Price"))).isEmpty();
  }

  private static String field(String attribute) {
    return "{\"type\":\"record\",\"name\":\"P\",\"fields\":[{"
        + attribute
        + "\"name\":\"n\",\"type\":\"int\"}]}";
  }

  private static Schema changed(String change) {
    String[] sides = change.split("=>", 2);
    assertThat(BASE).contains(sides[0]);
    return parse(BASE.replace(sides[0], sides[1]));
  }

  private static Schema parse(String text) {
    return new Schema.Parser().parse(text);
  }

  private static void collectUndocumented(Schema schema, Set<String> seen, List<String> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (!seen.add(schema.getFullName())) {
          return;
        }
        noteIfBlank(schema.getFullName(), schema.getDoc(), found);
        for (Schema.Field field : schema.getFields()) {
          noteIfBlank(schema.getFullName() + "." + field.name(), field.doc(), found);
          collectUndocumented(field.schema(), seen, found);
        }
      }
      case ENUM -> noteIfBlank(schema.getFullName(), schema.getDoc(), found);
      case ARRAY -> collectUndocumented(schema.getElementType(), seen, found);
      case MAP -> collectUndocumented(schema.getValueType(), seen, found);
      case UNION -> schema.getTypes().forEach(type -> collectUndocumented(type, seen, found));
      default -> {
        // Plain types are explained by their fields.
      }
    }
  }

  private static void noteIfBlank(String name, String doc, List<String> found) {
    if (doc == null || doc.isBlank()) {
      found.add(name);
    }
  }
}
