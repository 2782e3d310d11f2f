package com.alphapulse.riskbudget.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.runtime.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(Platform.Starter starter, String... args) {
    CommandLine commandLine = DemoMain.commandLine(starter);
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return commandLine.execute(args);
  }

  private int execute(String... args) {
    return execute(Executed.NOTHING, args);
  }

  private void assertOneLine(String text) {
    assertThat(err.toString().lines()).singleElement().asString().contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "run", "backtest", "topics", "schemas", "tail", "bench"})
  void shouldExplainItself_whenAskedForHelp(String command) {
    assertThat(execute(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: riskbudget " + command);
  }

  @Test
  void shouldTellItsVersion_whenAsked() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).startsWith("riskbudget ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "demo --speed fast",
        "demo --speed 0",
        "demo --speed NaN",
        "demo --port 70000",
        "demo --broker-port -1",
        "demo --no-feed --exit-when-done",
        "demo --report /no/such/folder/report.json",
        "demo --prices /no/such/file.csv",
        "run",
        "run --config /no/such/file.yaml",
        "run --config /no/such/file.yaml --stage nothing",
        "backtest",
        "backtest --prices /no/such/file.csv",
        "backtest --prices x --costs-bps -1",
        "backtest --prices x --from yesterday",
        "topics --config x",
        "topics --create --check --config x",
        "schemas",
        "schemas --register",
        "schemas --check --register --config x",
        "schemas --check --config /no/such/file.yaml",
        "schemas --export /dev/null/x",
        "tail",
        "tail x --max 0",
        "bench",
        "bench gate --quick"
      })
  void shouldSayOneLineAndReturnTwo_whenUsageIsWrong(String arguments) {
    assertThat(execute(arguments.split(" "))).isEqualTo(ExitCode.BAD_USAGE);
    assertOneLine("riskbudget: ");
  }

  @Test
  void shouldNameLineAndColumn_whenPricesHaveAHole() throws IOException {
    Path prices =
        Files.writeString(folder.resolve("p.csv"), "date,A,B\n2001-01-01,1,2\n2001-01-02,1,\n");

    assertThat(execute("demo", "--prices", prices.toString())).isEqualTo(ExitCode.BAD_USAGE);
    assertOneLine("p.csv: line 3, column 3 (B): the price is missing");
  }

  @Test
  void shouldRefuse_whenThePortIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertThat(execute("demo", "--port", port)).isEqualTo(ExitCode.BAD_USAGE);
      assertOneLine(port + " on 127.0.0.1 is in use");
    }
  }

  @Test
  void shouldReturnTwo_whenStagesCannotBeConfigured() throws IOException {
    Path config = Files.writeString(folder.resolve("c.yaml"), "");
    Platform.Starter refusing =
        (configuration, parts, serveRegistry, clock) -> {
          throw new ConfigurationException("kafka", List.of("topic order-intent is missing"));
        };

    assertThat(execute(refusing, "run", "--config", config.toString()))
        .isEqualTo(ExitCode.BAD_USAGE);
    assertOneLine("kafka: topic order-intent is missing");
  }
}
