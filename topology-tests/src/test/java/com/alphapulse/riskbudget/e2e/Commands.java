package com.alphapulse.riskbudget.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** One server of the API, by HTTP. */
final class Commands {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE = "/api/v1/risk-budget";

  private final String server;

  Commands(int port) {
    server = "http://127.0.0.1:" + port;
  }

  /** Whether the server has read the topics up to now. */
  boolean isCurrent() throws IOException, InterruptedException {
    return get(BASE + "/current").statusCode() == 200;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(request(path).build(), BodyHandlers.ofString());
  }

  /** What the server says of its readiness, whether it is ready or not. */
  JsonNode readiness() throws IOException, InterruptedException {
    return JSON.readTree(get("/health/ready").body());
  }

  /** Commands something for a whole portfolio and waits for its effect; the status. */
  CompletableFuture<Integer> send(String portfolioId, String overrideId, String action) {
    String body =
        """
        {"portfolioId": "%s", "overrideId": "%s", "scope": "PORTFOLIO", "action": "%s",
         "reason": "test"}
        """
            .formatted(portfolioId, overrideId, action);
    HttpRequest request =
        request(BASE + "/overrides?wait=PT20S")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HTTP.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path));
  }
}
