package com.alphapulse.riskbudget.api.http;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;

/**
 * A request that is answered by an error, as problem details (RFC 9457). The type is always {@code
 * about:blank}: the status tells the kind, the detail what to do.
 */
public final class Problem extends RuntimeException {
  public static final String CONTENT_TYPE = "application/problem+json";

  /** When to ask again, in seconds, where it is not known better. */
  private static final String RETRY_AFTER = "2";

  private static final long serialVersionUID = 1L;

  /**
   * What is wrong with one parameter or one field of the body.
   *
   * @param detail a sentence without its name
   */
  public record Invalid(String parameter, String detail) {}

  private final HttpStatus status;
  private final transient List<Invalid> invalid;

  private Problem(HttpStatus status, String detail, List<Invalid> invalid) {
    super(detail);
    this.status = status;
    this.invalid = invalid;
  }

  public static Problem of(HttpStatus status, String detail) {
    return new Problem(status, detail, List.of());
  }

  /** 400 with everything that is wrong; the detail names each parameter. */
  public static Problem badRequest(List<Invalid> invalid) {
    String detail =
        String.join(
            "; ",
            invalid.stream().map(error -> error.parameter() + ": " + error.detail()).toList());
    return new Problem(HttpStatus.BAD_REQUEST, detail, List.copyOf(invalid));
  }

  /** 400 for one parameter. */
  public static Problem badRequest(String parameter, String detail) {
    return badRequest(List.of(new Invalid(parameter, detail)));
  }

  public static Problem unknownPortfolio(String portfolioId) {
    return of(
        HttpStatus.NOT_FOUND,
        "unknown portfolio '" + portfolioId + "': it is not defined on the topic portfolio");
  }

  /** 503: what the topics tell is not known up to now. */
  public static Problem notCurrent() {
    return of(
        HttpStatus.SERVICE_UNAVAILABLE,
        "the topics have not been read up to now: still starting, or the brokers do not answer");
  }

  public HttpStatus status() {
    return status;
  }

  /** Writes it as the response. */
  public void write(Context context) {
    ObjectNode body = json(status.getCode(), status.getMessage(), getMessage(), context.path());
    headersOf(status.getCode()).forEach(context::header);
    if (!invalid.isEmpty()) {
      ArrayNode errors = body.putArray("errors");
      for (Invalid error : invalid) {
        errors.addObject().put("parameter", error.parameter()).put("detail", error.detail());
      }
    }
    context.status(status).result(RecordJson.text(body)).contentType(CONTENT_TYPE);
  }

  /** The body of problem details. */
  public static ObjectNode json(int status, String title, String detail, String instance) {
    return RecordJson.object()
        .put("type", "about:blank")
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("instance", instance);
  }

  /** Headers that a status needs. */
  public static Map<String, String> headersOf(int status) {
    return switch (status) {
      case 401 -> Map.of(Header.WWW_AUTHENTICATE, "Bearer");
      case 429, 503 -> Map.of(Header.RETRY_AFTER, RETRY_AFTER);
      default -> Map.of();
    };
  }
}
