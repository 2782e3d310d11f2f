package com.alphapulse.riskbudget.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds the documents against the files, topics and commands that they name. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path README = ROOT.resolve("README.md");
  private static final Path DOCS = ROOT.resolve("docs");

  /** Made from the code; the tests that make them see to it that they are there and up to date. */
  private static final Set<Path> GENERATED =
      Set.of(
          DOCS.resolve("reject-reasons.md"),
          DOCS.resolve("configuration.md"),
          DOCS.resolve("alerts.md"),
          DOCS.resolve("metrics.md"));

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern TABLE_TOPIC = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");
  private static final Pattern COMMAND = Pattern.compile("\\./riskbudget ([^`#|\\n]+)");

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS)) {
      return Stream.concat(
              Stream.of(README), files.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  private static List<MatchResult> find(Pattern pattern, Path document) throws IOException {
    return pattern.matcher(Files.readString(document)).results().toList();
  }

  /** The headings of a document as the anchors that links name them by. */
  private static List<String> anchors(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{Alnum} -]", "").replace(' ', '-'))
        .toList();
  }

  private static boolean leadsSomewhere(Path document, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).toAbsolutePath();
    target = target.normalize();
    if (GENERATED.contains(target)) {
      return true;
    }
    return Files.isRegularFile(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  @Test
  void shouldLeadSomewhere_whenALinkIsRelative() throws IOException {
    List<String> broken = new ArrayList<>();
    int checked = 0;
    for (Path document : documents()) {
      for (MatchResult found : find(LINK, document)) {
        String link = found.group(1);
        if (!link.matches("[a-z]+://.*")) {
          checked++;
          if (!leadsSomewhere(document, link)) {
            broken.add(ROOT.relativize(document) + ": " + link);
          }
        }
      }
    }

    assertThat(broken).isEmpty();
    assertThat(checked).isPositive();
  }

  @Test
  void shouldListEveryTopicOnce_whenTheReadmeTellsTheTopics() throws IOException {
    List<String> listed = find(TABLE_TOPIC, README).stream().map(row -> row.group(1)).toList();

    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Topics.values()).map(Topics::logicalName).toList());
  }

  @Test
  void shouldKnowCommandAndOptions_whenADocumentShowsThem() throws IOException {
    CommandLine main = DemoMain.commandLine(Executed.NOTHING);
    List<String> unknown = new ArrayList<>();
    int checked = 0;
    for (Path document : documents()) {
      for (MatchResult found : find(COMMAND, document)) {
        checked++;
        List<String> words = List.of(found.group(1).strip().split("\\s+"));
        CommandLine command = main.getSubcommands().get(words.get(0));
        // The options of the benchmarks are held against the documents in their own module.
        List<String> options =
            words.stream()
                .filter(word -> word.startsWith("--") && !words.get(0).equals("bench"))
                .toList();
        boolean known =
            command != null
                && options.stream()
                    .allMatch(option -> command.getCommandSpec().findOption(option) != null);
        if (!known) {
          unknown.add(ROOT.relativize(document) + ": " + found.group());
        }
      }
    }

    assertThat(unknown).isEmpty();
    assertThat(checked).isPositive();
  }

  @Test
  void shouldBeAccepted_whenTheExampleConfigurationIsRead() {
    Configuration example = Configuration.load(ROOT.resolve("deploy/riskbudget.yaml"));

    assertThat(example.registry().url()).endsWith("/apis/ccompat/v7");
    assertThat(example.api().host()).isEqualTo("127.0.0.1");
  }
}
