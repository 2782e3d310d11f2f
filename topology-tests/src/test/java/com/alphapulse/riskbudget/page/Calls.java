package com.alphapulse.riskbudget.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions to the API beside the page, to hold against what that shows. */
final class Calls {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  private final String base;
  private final Optional<String> token;

  Calls(String page, Optional<String> token) {
    base = page + "api/v1/risk-budget";
    this.token = token;
  }

  int status(String method, String path, String body) throws IOException, InterruptedException {
    return send(method, path, body).statusCode();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(send("GET", path, "").body());
  }

  /** When the gate put in force, by its clock, what holds for a portfolio now. */
  Instant appliedAt(String portfolioId) throws IOException, InterruptedException {
    JsonNode portfolio = get("/current?portfolioId=" + portfolioId).at("/portfolios/0");
    return Instant.parse(portfolio.at("/overridesInForce/0/partitions/0/appliedAt").asText());
  }

  /** First decisions on a portfolio's orders from a time on, newest first. */
  List<JsonNode> decisions(String portfolioId, Instant from)
      throws IOException, InterruptedException {
    List<JsonNode> decisions = new ArrayList<>();
    get("/orders?limit=1000&portfolioId=%s&from=%s".formatted(portfolioId, from))
        .path("items")
        .forEach(decisions::add);
    decisions.removeIf(decision -> decision.path("repeat").asBoolean());
    return decisions;
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
