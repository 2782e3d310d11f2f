package com.alphapulse.riskbudget.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BenchTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern COMMAND = Pattern.compile("\\./riskbudget bench ?([^`#|\\n]*)");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    CommandLine commandLine = Bench.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return commandLine.execute(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gate", "maths", "market"})
  void shouldExplainItself_whenAskedForHelp(String command) {
    assertThat(execute((command + " --help").strip().split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: riskbudget bench " + command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "--nonsense",
        "gate --nonsense",
        "gate --seed x",
        "gate more",
        "gate --report /no/such/folder/report.json",
        "gate --profile /no/such/folder/gate.jfr",
        "maths --nonsense",
        "market --ticks 0",
        "market --instruments x",
        "maths --report /no/such/folder/report.json"
      })
  void shouldReturnTwo_whenUsageIsWrong(String arguments) {
    assertThat(execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("riskbudget: ");
  }

  @Test
  void shouldPrintHelp_whenNoBenchmarkIsNamed() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: riskbudget bench", "gate", "maths");
  }

  @Test
  void shouldKnowBenchmarkAndOptions_whenADocumentShowsThem() throws IOException {
    List<String> unknown = new ArrayList<>();
    int checked = 0;
    for (Path document : documents()) {
      for (var found : COMMAND.matcher(Files.readString(document)).results().toList()) {
        checked++;
        if (!isKnown(found.group(1).strip())) {
          unknown.add(ROOT.relativize(document) + ": " + found.group());
        }
      }
    }

    assertThat(unknown).isEmpty();
    assertThat(checked).isPositive();
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents;
  }

  private static boolean isKnown(String arguments) {
    if (arguments.isEmpty()) {
      return true;
    }
    List<String> words = List.of(arguments.split("\\s+"));
    CommandLine command = Bench.commandLine().getSubcommands().get(words.get(0));
    return command != null
        && words.stream()
            .filter(word -> word.startsWith("--"))
            .allMatch(option -> command.getCommandSpec().findOption(option) != null);
  }
}
