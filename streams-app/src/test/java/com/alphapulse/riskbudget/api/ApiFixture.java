package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.ApiSettings;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a free port over a model that the test fills. */
final class ApiFixture implements AutoCloseable {
  final ReadModel model = new ReadModel();
  final EventHub hub = new EventHub(() -> {});
  final List<RiskOverride> written = new CopyOnWriteArrayList<>();
  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  volatile boolean viewCurrent = true;
  volatile List<String> stageProblems = List.of();
  volatile CommandWriter writer = written::add;
  final HttpServer server;
  final HttpClient client = HttpClient.newHttpClient();

  ApiFixture() {
    server =
        HttpServer.start(
            new ApiSettings("127.0.0.1", 0),
            new HttpServer.Parts(
                model,
                hub,
                new Readiness(() -> viewCurrent, () -> stageProblems),
                override -> writer.write(override),
                InstantSource.fixed(Samples.TIME),
                metrics),
            routes -> routes.get("/extra", context -> context.result("extra")));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  URI api(String path) {
    return uri(ApiRoutes.BASE + path);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(api(path)));
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(api(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  static JsonNode json(HttpResponse<String> response) throws Exception {
    return RecordJson.MAPPER.readTree(response.body());
  }

  @Override
  public void close() {
    server.close();
    metrics.close();
  }
}
