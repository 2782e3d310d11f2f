package com.alphapulse.riskbudget.api.query;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.http.Parameters;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Headroom;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code GET /headroom}: the largest order that would pass now, and what binds it, as the gate
 * itself decides it. Another instance is asked where it decides the portfolio's orders.
 */
public final class HeadroomRoute {
  /** Set on a question that was passed on, so that it is not passed on again. */
  static final String FORWARDED = "X-Riskbudget-Forwarded";

  private static final String PATH = "/api/v1/risk-budget/headroom";
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Set<String> PARAMETERS =
      Set.of(Parameters.PORTFOLIO, "strategyId", "symbol", "side");

  private final LiveGate gate;
  private final String scheme;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * @param scheme that the instances' APIs speak: http or https
   */
  public HeadroomRoute(LiveGate gate, String scheme) {
    this.gate = gate;
    this.scheme = scheme;
  }

  /** Adds the route. */
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get(PATH, this::answer);
  }

  private void answer(Context context) {
    Parameters.allow(context, PARAMETERS);
    String portfolioId = required(context, Parameters.PORTFOLIO);
    Caller.of(context).requireMaySee(portfolioId);
    String strategyId = required(context, "strategyId");
    String symbol = required(context, "symbol");
    Side side = Parameters.choice("side", Side.class, required(context, "side"));
    Optional<CompletableFuture<Headroom>> here =
        gate.headroom(portfolioId, strategyId, symbol, side);
    if (here.isPresent()) {
      context
          .contentType("application/json")
          .result(RecordJson.text(json(await(here.get()), gate.partitionOf(portfolioId))));
      return;
    }
    Optional<String> elsewhere = gate.elsewhere(portfolioId);
    if (elsewhere.isEmpty() || context.header(FORWARDED) != null) {
      throw unavailable(
          "the gate of partition %d does not run in this process, and no instance is known that decides it"
              .formatted(gate.partitionOf(portfolioId)));
    }
    forward(context, elsewhere.get());
  }

  private static Headroom await(CompletableFuture<Headroom> answer) {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unavailable("the gate did not answer within 2 s: it is being restored, or is behind");
    } catch (ExecutionException e) {
      throw unavailable("the gate cannot answer now: " + e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted");
    } finally {
      answer.cancel(false);
    }
  }

  private void forward(Context context, String elsewhere) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s://%s%s?%s".formatted(scheme, elsewhere, PATH, context.queryString())))
            .timeout(PATIENCE)
            .header(FORWARDED, "1");
    Optional.ofNullable(context.header(Header.AUTHORIZATION))
        .ifPresent(credentials -> request.header(Header.AUTHORIZATION, credentials));
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      context
          .status(response.statusCode())
          .contentType(response.headers().firstValue("Content-Type").orElse("application/json"))
          .result(response.body());
    } catch (IOException e) {
      throw unavailable("the instance that decides the portfolio's orders does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted");
    }
  }

  private static ObjectNode json(Headroom headroom, int partition) {
    ObjectNode json = RecordJson.object();
    json.put(
        "largestQuantity",
        headroom.largestQuantity().map(BigDecimal::stripTrailingZeros).orElse(null));
    json.put("unit", "units");
    ArrayNode binding = json.putArray("bindingChecks");
    headroom
        .binding()
        .forEach(
            violation ->
                binding
                    .addObject()
                    .put("reason", violation.reason().name())
                    .put("message", violation.message())
                    .put("scope", violation.scope().name())
                    .put("scopeId", violation.scopeId())
                    .put("observed", violation.observed().orElse(null))
                    .put("limit", violation.limit().orElse(null))
                    .put("boundBy", violation.source().text()));
    json.put("asOf", Instant.ofEpochMilli(headroom.asOf()).toString());
    json.putObject("decidedBy").put("partition", partition);
    return json;
  }

  private static String required(Context context, String name) {
    String value = context.queryParam(name);
    if (value == null || value.isBlank()) {
      throw Problem.badRequest(name, "is required");
    }
    return value;
  }

  private static Problem unavailable(String detail) {
    return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, detail);
  }
}
