package com.alphapulse.riskbudget.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a process of its own: where logging goes is decided once in each. */
@Timeout(120)
class RunLogsToTheConsoleTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(classes = {Main.class, DemoMain.class})
  void shouldLogToTheConsole_whenStagesRun(Class<?> main) throws Exception {
    Process run = start(main, "run", "--config", unreachable().toString());
    try (BufferedReader out = reader(run)) {
      assertThat(out.lines().anyMatch(line -> line.contains(" WARN "))).isTrue();
    } finally {
      run.destroyForcibly().waitFor();
    }
    assertThat(folder.resolve("log")).doesNotExist();
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

  private Process start(Class<?> main, String... args) throws IOException {
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
                main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
