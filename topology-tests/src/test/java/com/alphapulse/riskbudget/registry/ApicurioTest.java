package com.alphapulse.riskbudget.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.schema.Subject;
import com.alphapulse.riskbudget.schema.SubjectSetup;
import com.alphapulse.riskbudget.serde.AvroJson;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import com.alphapulse.riskbudget.serde.HttpSubjectRegistry;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import com.alphapulse.riskbudget.serde.UnknownSchemaException;
import com.alphapulse.riskbudget.topology.kafka.Subjects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry client against a registry that others wrote. */
class ApicurioTest {

  private static final Logger LOG = LoggerFactory.getLogger(ApicurioTest.class);

  private static ApicurioServer server;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> jar = ApicurioServer.jar();
    if (jar.isEmpty()) {
      LOG.info("Apicurio is not there, its tests are skipped; -Papicurio fetches it");
    }
    Assumptions.assumeTrue(jar.isPresent());
    server = ApicurioServer.start(jar.get());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void shouldRegisterAndReturnEverySchema_whenAsked() throws Exception {
    List<Path> files = schemaFiles();
    assertThat(files).hasSizeGreaterThan(10);
    for (Path file : files) {
      Schema schema = new Schema.Parser().parse(Files.readString(file));
      String subject = schema.getName() + "-value";
      int id = client().register(subject, schema);
      assertThat(client().register(subject, schema)).isEqualTo(id);
      assertThat(client().schemaById(id)).isEqualTo(schema);
    }
  }

  @Test
  void shouldGiveBackEqualRecord_whenWriterAndReaderOnlyShareTheRegistry() {
    CancelRequest request =
        new CancelRequest("p1", "o1", "s1", "ABC", "OVERRIDE:1", Instant.ofEpochMilli(1_250));
    byte[] bytes =
        AvroSerde.of(CancelRequest.class, client())
            .serializer()
            .serialize("cancel-request", request);
    assertThat(
            AvroSerde.of(CancelRequest.class, client())
                .deserializer()
                .deserialize("cancel-request", bytes))
        .isEqualTo(request);
    assertThat(new AvroJson(client()).toJson("cancel-request", bytes))
        .contains("\"requestedAt\":\"1970-01-01T00:00:01.250Z\"");
  }

  @Test
  void shouldBlameTheRecord_whenIdIsUnknown() {
    assertThatThrownBy(() -> client().schemaById(999_999))
        .isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void shouldBlameTheRegistry_whenItRefusesOrIsAskedInTheWrongPlace() {
    client().register("strict-value", CancelRequest.SCHEMA$);
    assertThatThrownBy(() -> client().register("strict-value", OrderDecision.SCHEMA$))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("409");
    HttpSchemaRegistry elsewhere =
        new HttpSchemaRegistry(server.confluentUrl() + "/elsewhere", Map.of());
    assertThatThrownBy(() -> elsewhere.schemaById(1))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void shouldSetUpEverySubjectAndTellWhatIsWrong_whenTheRegistryIsNew() {
    HttpSubjectRegistry registry = new HttpSubjectRegistry(server.confluentUrl(), Map.of());
    SubjectSetup setup = new SubjectSetup(registry, Subjects.all(InstallationName.NONE));
    assertThat(setup.problems()).hasSizeGreaterThan(10);
    setup.register();
    assertThat(setup.problems()).isEmpty();
    assertThat(setup.register()).as("what a second time does").isEmpty();

    Subject intents = subject("order-intent-value");
    assertThat(registry.level(intents.name())).isEqualTo("FULL_TRANSITIVE");
    Schema stop = changed(intents, "\"LIMIT\"", "\"LIMIT\",\"STOP\"");
    assertThat(registry.add(intents.name(), stop)).isPresent();
    // Avro's check, which is all that this registry has, lets another scale pass.
    Schema scale = changed(intents, "\"scale\":8", "\"scale\":4");
    assertThat(registry.add(intents.name(), scale)).isEmpty();
    assertThat(setup.problems())
        .singleElement()
        .asString()
        .contains("order-intent-value, version 2, the latest: field quantity", "scale 4");
  }

  private static Subject subject(String name) {
    return Subjects.all(InstallationName.NONE).stream()
        .filter(subject -> subject.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Schema changed(Subject subject, String from, String to) {
    return new Schema.Parser().parse(subject.schema().toString().replace(from, to));
  }

  private static HttpSchemaRegistry client() {
    return new HttpSchemaRegistry(server.confluentUrl(), Map.of());
  }

  /** The newest committed version of each record. */
  private static List<Path> schemaFiles() throws Exception {
    try (Stream<Path> records = Files.list(history())) {
      return records.sorted().map(ApicurioTest::newest).toList();
    }
  }

  private static Path newest(Path record) {
    int version = 1;
    while (Files.exists(record.resolve(version + 1 + ".avsc"))) {
      version++;
    }
    return record.resolve(version + ".avsc");
  }

  private static Path history() {
    return Path.of("..", "schemas", "src", "main", "resources", "schema-history");
  }
}
