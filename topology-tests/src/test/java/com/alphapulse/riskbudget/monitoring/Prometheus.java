package com.alphapulse.riskbudget.monitoring;

import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.FreePort;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Debian's Prometheus on a loopback port, with the rules that are delivered. */
final class Prometheus implements AutoCloseable {
  static final File PROGRAM = new File("/usr/bin/prometheus");

  /** That rules and dashboards ask for. */
  static final String JOB = "riskbudget";

  private static final Duration START = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final String address;

  private Prometheus(Process process, int port) {
    this.process = process;
    address = "http://127.0.0.1:" + port;
  }

  /**
   * Starts it; returns once it answers.
   *
   * @param target host and port that it scrapes
   * @param folder for its data, empty
   */
  static Prometheus start(String target, Path folder) throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("prometheus.yaml"),
            """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: ['%s']
            scrape_configs:
              - job_name: %s
                static_configs: [{targets: ['%s']}]
            """
                .formatted(MonitoringFiles.PROMETHEUS.resolve("rules.yaml"), JOB, target));
    int port = FreePort.take();
    Process process =
        new ProcessBuilder(
                PROGRAM.getPath(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    Prometheus started = new Prometheus(process, port);
    await()
        .atMost(START)
        .failFast("Prometheus has ended", () -> !process.isAlive())
        .until(started::isReady);
    return started;
  }

  /** What it answers to a query, as a list of samples. */
  JsonNode query(String query) throws IOException, InterruptedException {
    return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
        .path("result");
  }

  /**
   * What its API answers.
   *
   * @throws AssertionError if it answers with an error
   */
  JsonNode get(String path) throws IOException, InterruptedException {
    JsonNode answer = JSON.readTree(send(path).body());
    if (!answer.path("status").asText().equals("success")) {
      throw new AssertionError(path + ": " + answer);
    }
    return answer.path("data");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private boolean isReady() throws IOException, InterruptedException {
    try {
      return send("/-/ready").statusCode() == 200;
    } catch (ConnectException e) {
      return false;
    }
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
  }
}
