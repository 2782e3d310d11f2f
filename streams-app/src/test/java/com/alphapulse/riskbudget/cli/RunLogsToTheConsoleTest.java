package com.alphapulse.riskbudget.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a process of its own: where logging goes is decided once in each. */
@Timeout(120)
class RunLogsToTheConsoleTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(classes = {Main.class, DemoMain.class})
  void shouldLogToTheConsole_whenStagesRun(Class<?> main) throws Exception {
    Process run = start(main, "text");
    try (BufferedReader out = reader(run)) {
      assertThat(out.lines().anyMatch(line -> line.contains(" WARN "))).isTrue();
    } finally {
      run.destroyForcibly().waitFor();
    }
    assertThat(folder.resolve("log")).doesNotExist();
  }

  @Test
  void shouldLogOneObjectALine_whenJsonIsAskedFor() throws Exception {
    Process run = start(Main.class, "json");
    try (BufferedReader out = reader(run)) {
      Optional<JsonNode> warning =
          out.lines()
              .map(this::parsed)
              .filter(e -> e.path("level").asText().equals("WARN"))
              .findFirst();
      assertThat(warning).isPresent();
      assertThat(warning.get().path("timestamp").asLong()).isPositive();
      assertThat(warning.get().path("formattedMessage").asText()).isNotBlank();
    } finally {
      run.destroyForcibly().waitFor();
    }
  }

  @Test
  void shouldRefuseToRun_whenTheFormatIsUnknown() throws Exception {
    Process run = start(Main.class, "xml");
    try (BufferedReader out = reader(run)) {
      assertThat(out.lines())
          .contains("riskbudget: RISKBUDGET_LOG_FORMAT is 'xml'; it can be text or json");
    }
    assertThat(run.waitFor()).isEqualTo(2);
  }

  private JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** A configuration whose broker nobody runs. */
  private Path unreachable() throws IOException {
    return Files.writeString(
        folder.resolve("rb.yaml"),
        """
        kafka: {bootstrap_servers: "127.0.0.1:9", state_directory: "%s"}
        api: {port: 0}
        """
            .formatted(folder.resolve("state")));
  }

  private Process start(Class<?> main, String format) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Driskbudget.log.file=" + folder.resolve("log"),
                // That of the program, not that of the tests.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "run",
                "--config",
                unreachable().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("RISKBUDGET_LOG_FORMAT", format);
    return builder.start();
  }
}
