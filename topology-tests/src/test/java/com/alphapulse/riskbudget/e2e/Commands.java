package com.alphapulse.riskbudget.e2e;

import com.alphapulse.riskbudget.api.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** Commands by HTTP. */
final class Commands {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String BASE = "http://127.0.0.1:%d/api/v1/risk-budget%s";

  private Commands() {}

  /** Whether the server has read the topics up to now. */
  static boolean isCurrent(ApiServer api) throws IOException, InterruptedException {
    return HTTP.send(request(api, "/current").build(), BodyHandlers.discarding()).statusCode()
        == 200;
  }

  /** Commands something for a whole portfolio and waits for its effect; the status. */
  static CompletableFuture<Integer> send(
      ApiServer api, String portfolioId, String overrideId, String action) {
    String body =
        """
        {"portfolioId": "%s", "overrideId": "%s", "scope": "PORTFOLIO", "action": "%s",
         "reason": "test"}
        """
            .formatted(portfolioId, overrideId, action);
    HttpRequest request =
        request(api, "/overrides?wait=PT20S")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HTTP.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
  }

  private static HttpRequest.Builder request(ApiServer api, String path) {
    return HttpRequest.newBuilder(URI.create(BASE.formatted(api.port(), path)));
  }
}
