package com.alphapulse.riskbudget.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SubjectSetupTest {

  private static final Schema OURS = thing("int");
  private static final Schema BAD = thing("string");
  private static final Subject IN = new Subject("in-value", OURS, true);
  private static final Subject OUT = new Subject("out-value", OURS, false);

  private final FakeRegistry registry = new FakeRegistry();
  private final SubjectSetup setup = new SubjectSetup(registry, List.of(IN, OUT));

  @Test
  void shouldRegisterAndSetLevels_whenTheRegistryIsNew() {
    assertThat(setup.problems())
        .containsExactly(
            "subject in-value is missing: register it (schemas --register)",
            "subject out-value is missing: register it (schemas --register)");
    assertThat(setup.register())
        .containsExactly(
            "registered in-value",
            "set in-value to FULL_TRANSITIVE",
            "registered out-value",
            "set out-value to BACKWARD_TRANSITIVE");
    assertThat(setup.problems()).isEmpty();
  }

  @Test
  void shouldWriteNothing_whenAllIsAsItShouldBe() {
    setup.register();
    registry.level = "FULL_TRANSITIVE";
    registry.levels.clear();
    registry.readOnly = true;
    assertThat(setup.register()).isEmpty();
    assertThat(setup.problems()).isEmpty();
  }

  @Test
  void shouldGoOnWithTheRest_whenTheRegistryRefusesOne() {
    registry.refused = "in-value";
    assertThat(setup.register())
        .containsExactly(
            "could not register in-value: no",
            "registered out-value",
            "set out-value to BACKWARD_TRANSITIVE");
  }

  @Test
  void shouldTellWhatIsWrongAndWhatToDo_whenTheLatestCannotBeRead() {
    setup.register();
    registry.versions.get("in-value").add(BAD);
    registry.versions.get("out-value").add(BAD);
    assertThat(setup.problems())
        .hasSize(2)
        .first()
        .asString()
        .contains("subject in-value, version 2, the latest: field n is written as string")
        .contains("DELETE /subjects/in-value/versions/2");
  }

  @Test
  void shouldMissOurs_whenOnlyAnotherVersionIsThere() {
    setup.register();
    registry.versions.put(
        "in-value", new ArrayList<>(List.of(thing("int\",\"default\":0,\"x\":\""))));
    registry.levels.put("in-value", "BACKWARD");
    assertThat(setup.problems())
        .anySatisfy(problem -> assertThat(problem).contains("no version with this program's"))
        .anySatisfy(
            problem ->
                assertThat(problem).contains("compatibility BACKWARD, and needs FULL_TRANSITIVE"));
  }

  private static Schema thing(String type) {
    return new Schema.Parser()
        .parse(
            "{\"type\":\"record\",\"name\":\"Thing\",\"fields\":[{\"name\":\"n\",\"type\":\""
                + type
                + "\"}]}");
  }

  /** Holds what it is given. */
  private static final class FakeRegistry implements SubjectRegistry {
    private final Map<String, List<Schema>> versions = new HashMap<>();
    private final Map<String, String> levels = new HashMap<>();
    private String level = "NONE";
    private String refused = "";
    private boolean readOnly;

    @Override
    public Optional<Latest> latest(String subject) {
      List<Schema> known = versions.getOrDefault(subject, List.of());
      return known.isEmpty()
          ? Optional.empty()
          : Optional.of(new Latest(known.size(), known.get(known.size() - 1)));
    }

    @Override
    public boolean has(String subject, Schema schema) {
      return versions.getOrDefault(subject, List.of()).contains(schema);
    }

    @Override
    public Optional<String> add(String subject, Schema schema) {
      assertThat(readOnly).isFalse();
      if (subject.equals(refused)) {
        return Optional.of("no");
      }
      versions.computeIfAbsent(subject, name -> new ArrayList<>()).add(schema);
      return Optional.empty();
    }

    @Override
    public String level(String subject) {
      return levels.getOrDefault(subject, level);
    }

    @Override
    public void setLevel(String subject, String wanted) {
      assertThat(readOnly).isFalse();
      levels.put(subject, wanted);
    }
  }
}
