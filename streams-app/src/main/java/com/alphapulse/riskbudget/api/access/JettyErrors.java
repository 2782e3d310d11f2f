package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.api.http.Problem;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What the server answers by itself, before or beside any route, as problem details too: requests
 * that are malformed, too large, or too many. Tells the status and nothing of the inside.
 */
final class JettyErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    headers(response.getHeaders(), status);
    Content.Sink.write(response, true, body(status, Request.getPathInContext(request)), callback);
    return true;
  }

  private static void headers(HttpFields.Mutable fields, int status) {
    fields.put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    fields.put(HttpHeader.CACHE_CONTROL, "no-store");
    SecurityHeaders.ALWAYS.forEach(fields::put);
    Problem.headersOf(status).forEach(fields::put);
  }

  private static String body(int status, String path) {
    String title = HttpStatus.getMessage(status);
    return Problem.json(status, title, "the server refused the request: " + title, path).toString();
  }
}
