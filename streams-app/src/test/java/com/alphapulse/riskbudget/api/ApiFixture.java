package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.command.CommandWriter;
import com.alphapulse.riskbudget.api.command.Effects;
import com.alphapulse.riskbudget.api.command.OverrideRoutes;
import com.alphapulse.riskbudget.api.live.EventHub;
import com.alphapulse.riskbudget.api.query.HeadroomRoute;
import com.alphapulse.riskbudget.api.view.Pulse;
import com.alphapulse.riskbudget.api.view.Readiness;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.ApiSettings;
import com.alphapulse.riskbudget.config.Configuration;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a free port over a model that the test fills. */
public final class ApiFixture implements AutoCloseable {
  /** Of the gate. */
  static final int PARTITIONS = 2;

  public final FilledModel model = new FilledModel();
  public final EventHub hub = new EventHub(skipped -> {});
  public final Effects effects = new Effects();
  final List<RiskOverride> written = new CopyOnWriteArrayList<>();
  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  volatile boolean viewCurrent = true;

  /** Who sends the requests; empty for whom the server takes them from. */
  volatile Optional<Caller> caller = Optional.empty();

  volatile List<String> stageProblems = List.of();
  volatile Pulse.Beat beat = new Pulse.Beat(List.of(), Map.of(), List.of());
  final StubGate gate = new StubGate();
  volatile CommandWriter writer = written::add;
  final HttpServer server;
  public final HttpClient client = HttpClient.newHttpClient();

  public ApiFixture() {
    this(ApiSettings.local(0));
  }

  ApiFixture(ApiSettings settings) {
    server =
        HttpServer.start(
            settings,
            new HttpServer.Parts(
                model, hub, readiness(), commands(), InstantSource.fixed(Samples.TIME), metrics),
            routes -> {
              routes.get("/extra", context -> context.result("extra"));
              new HeadroomRoute(gate, "http").addTo(routes);
              routes.before(
                  context ->
                      caller.ifPresent(who -> context.attribute(Caller.class.getName(), who)));
            });
  }

  Readiness readiness() {
    return new Readiness(
        () -> viewCurrent, () -> stageProblems, () -> beat, InstantSource.fixed(Samples.TIME));
  }

  OverrideRoutes.Parts commands() {
    return new OverrideRoutes.Parts(
        override -> writer.write(override),
        effects,
        ApiSettings.local(0).overrides(),
        Configuration.parse("test", "").riskBudgeting().regimeAllocations(),
        PARTITIONS);
  }

  /** Who sends the requests from now on. */
  public void caller(Caller who) {
    caller = Optional.of(who);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  public URI api(String path) {
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
