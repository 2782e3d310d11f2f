package com.alphapulse.riskbudget.registry;

import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An Apicurio registry in a JVM of its own, on a free port of this machine, its data in memory. */
final class ApicurioServer implements AutoCloseable {

  /** Where the Maven profile {@code apicurio} unpacks the server. */
  private static final Path FOLDER = Path.of("target", "apicurio");

  private static final Path OUTPUT = Path.of("target", "apicurio.log");
  private static final Duration START = Duration.ofMinutes(3);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String confluentUrl;

  private ApicurioServer(Process process, int port) {
    this.process = process;
    this.confluentUrl = "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }

  /** The server's jar; empty if it was not fetched. */
  static Optional<Path> jar() {
    if (!Files.isDirectory(FOLDER)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith("-runner.jar")).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the server, waits until it answers, and has it check compatibility. */
  static ApicurioServer start(Path jar) throws IOException {
    int port = FreePort.take();
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=" + port,
                    "-jar",
                    jar.toString()))
            .redirectErrorStream(true)
            .redirectOutput(OUTPUT.toFile())
            .start();
    ApicurioServer server = new ApicurioServer(process, port);
    try {
      await("Apicurio, see " + OUTPUT)
          .atMost(START)
          .failFast(() -> !process.isAlive())
          .until(server::isReady);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** Base URL of the calls that Confluent's registry has too. */
  String confluentUrl() {
    return confluentUrl;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Whether the server could be told to check compatibility; left alone, it accepts anything. */
  private boolean isReady() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(confluentUrl + "/config"))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"BACKWARD_TRANSITIVE\"}"))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      // Not listening yet.
      return false;
    }
  }
}
