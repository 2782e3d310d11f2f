package com.alphapulse.riskbudget.topology.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.schema.Subject;
import com.alphapulse.riskbudget.serde.SchemaHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  /** Where the repository shows senders what to write. */
  private static final Path INPUTS = Path.of("..", "schemas", "inputs");

  private static final String WRITE = "-DwriteInputs=true";

  @Test
  void shouldHaveASubject_whenATopicHoldsRecords() {
    assertThat(Subjects.all(InstallationName.NONE))
        .extracting(Subject::name)
        .doesNotHaveDuplicates()
        .hasSize(Topics.values().length - 1)
        .contains("order-intent-value", "approved-order-value")
        .doesNotContain("dead-letter-value");
    assertThat(
            Subjects.all(InstallationName.NONE).stream().filter(Subject::input).map(Subject::name))
        .containsExactlyInAnyOrder(
            "market-data-value",
            "instrument-value",
            "regime-change-value",
            "portfolio-value",
            "execution-report-value",
            "risk-override-value",
            "order-intent-value");
  }

  @Test
  void shouldBeFullyCompatible_whenAnInputHasEarlierVersions() {
    for (Subject subject : Subjects.all(InstallationName.NONE)) {
      if (subject.input()) {
        List<Schema> versions = SchemaHistory.versions(subject.schema().getName());
        assertThat(versions).isNotEmpty();
        for (Schema version : versions) {
          assertThat(canRead(version, subject.schema()))
              .as("An older program must read today's %s: a registry refuses it otherwise", subject)
              .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
          assertThat(canRead(subject.schema(), version))
              .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
          assertThat(subject.objections(version)).isEmpty();
        }
      }
    }
  }

  @Test
  void shouldFindNothing_whenASchemaIsHeldAgainstItself() {
    for (Subject subject : Subjects.all(InstallationName.NONE)) {
      assertThat(new Subject(subject.name(), subject.schema(), true).objections(subject.schema()))
          .isEmpty();
    }
  }

  @Test
  void shouldBeTheSchemasOfToday_whenTheRepositoryShowsThem() throws IOException {
    List<Subject> inputs =
        Subjects.all(InstallationName.NONE).stream().filter(Subject::input).toList();
    if (Boolean.getBoolean("writeInputs")) {
      Files.createDirectories(INPUTS);
      for (Subject subject : inputs) {
        Files.writeString(
            file(subject), SchemaFormatter.format("json/pretty", subject.schema()) + "\n");
      }
    }
    for (Subject subject : inputs) {
      assertThat(file(subject)).as("made by this test with " + WRITE).isRegularFile();
      assertThat(new Schema.Parser().parse(Files.readString(file(subject))))
          .as("%s is not the schema of today: run this test with %s", file(subject), WRITE)
          .hasToString(subject.schema().toString());
    }
    try (Stream<Path> files = Files.list(INPUTS)) {
      assertThat(files).hasSize(inputs.size());
    }
  }

  private static Path file(Subject subject) {
    return INPUTS.resolve(subject.name() + ".avsc");
  }

  private static SchemaCompatibilityType canRead(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
  }
}
