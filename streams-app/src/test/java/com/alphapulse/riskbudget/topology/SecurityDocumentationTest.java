package com.alphapulse.riskbudget.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.view.ViewTopic;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of who needs what of Kafka, against the topologies as they are committed. */
class SecurityDocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Set<String> TOPICS =
      Arrays.stream(Topics.values()).map(Topics::logicalName).collect(Collectors.toSet());

  @ParameterizedTest
  @CsvSource({"'stages `market`, `budget`', risk-budget", "stage `gate`, order-gate"})
  void shouldNameExactlyTheTopics_whenAStageReadsAndWritesThem(String who, String application)
      throws IOException {
    String topology =
        Files.readString(Path.of("src/test/resources/golden/" + application + ".txt"));
    List<String> row = row(who);
    Set<String> written = found(topology, "\\(topic: ([^)]*)\\)");
    // Not in the topology: the handler of records that fail writes it.
    written.add("dead-letter");

    assertThat(found(row.get(1), "`([^`]*)`")).isEqualTo(found(topology, "topics: \\[([^]]*)]"));
    assertThat(found(row.get(2), "`([^`]*)`")).isEqualTo(written);
    assertThat(row.get(3)).isEqualTo("`" + application + "`");
    assertThat(row.get(4)).isEqualTo("prefix `" + application + "`");
  }

  @Test
  void shouldNameTheTopics_whenTheApiReadsThem() throws IOException {
    assertThat(found(row("`api`").get(1), "`([^`]*)`"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ViewTopic.values())
                .map(topic -> topic.on(InstallationName.NONE))
                .toList());
    assertThat(found(row("`api`").get(2), "`([^`]*)`")).containsExactly("risk-override");
  }

  /** The cells of a row. */
  private static List<String> row(String who) throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/security.md")).stream()
        .filter(line -> line.startsWith("| " + who + " |"))
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
        .findFirst()
        .orElseThrow();
  }

  /** Topics of the product; those of an application alone start with its id. */
  private static Set<String> found(String text, String pattern) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      for (String name : matcher.group(1).split(", ", -1)) {
        if (TOPICS.contains(name)) {
          found.add(name);
        }
      }
    }
    return found;
  }
}
