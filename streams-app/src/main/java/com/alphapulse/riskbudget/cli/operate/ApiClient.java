package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.cli.base.Failure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The API as commands use it. */
final class ApiClient {
  private static final String BASE = "/api/v1/risk-budget";
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** Longer than the API lets a command wait for its effect. */
  private static final Duration ANSWER = Duration.ofSeconds(40);

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** No answer, or one of a server that cannot serve: the same may be tried another way. */
  static final class Unavailable extends Failure {
    private static final long serialVersionUID = 1L;

    Unavailable(String message) {
      super(message);
    }
  }

  /** An answer that says no. */
  static final class Refused extends Failure {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * An answer.
   *
   * @param status of HTTP, 200 to 299, or 503 of {@link #health}
   */
  record Answer(int status, JsonNode body) {}

  private final URI base;
  private final Optional<String> token;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  ApiClient(URI base, Optional<String> token) {
    this.base = base;
    this.token = token;
  }

  /** Reads below the API's path. */
  JsonNode get(String path, Map<String, String> query) {
    return accepted(send("GET", BASE + path + query(query), Optional.empty())).body();
  }

  /** Sends a command. */
  Answer post(String path, Map<String, String> query, ObjectNode body) {
    return accepted(send("POST", BASE + path + query(query), Optional.of(body)));
  }

  /** Ends something. */
  Answer delete(String path, Map<String, String> query) {
    return accepted(send("DELETE", BASE + path + query(query), Optional.empty()));
  }

  /** What {@code /health/ready} says, whether it is ready or not. */
  JsonNode health() {
    return send("GET", "/health/ready", Optional.empty()).body();
  }

  /** A part of a path, whatever it holds. */
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Answer accepted(Answer answer) {
    if (answer.status() / 100 == 2) {
      return answer;
    }
    String detail = answer.body().path("detail").asText("the API answered " + answer.status());
    if (answer.status() >= 500) {
      throw new Unavailable(detail);
    }
    throw new Refused(detail);
  }

  private Answer send(String method, String path, Optional<ObjectNode> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.map(json -> HttpRequest.BodyPublishers.ofString(json.toString()))
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), json(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted");
    } catch (IOException e) {
      throw new Unavailable(
          "no API answers at %s: %s"
              .formatted(
                  base, Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName())));
    }
  }

  private static JsonNode json(String text) {
    try {
      return text.isEmpty() ? MissingNode.getInstance() : MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      // Not the API, but something in its place; the status tells what it makes of the request.
      return MissingNode.getInstance();
    }
  }

  private static String query(Map<String, String> parameters) {
    return parameters.isEmpty()
        ? ""
        : new TreeMap<>(parameters)
            .entrySet().stream()
                .map(entry -> part(entry.getKey()) + "=" + part(entry.getValue()))
                .collect(Collectors.joining("&", "?", ""));
  }
}
