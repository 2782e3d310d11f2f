package com.alphapulse.riskbudget.api;

import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The page at {@code /} and its files, from the class path; nothing else of it is served. */
final class WebPage {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  /** Path on the server to file in {@code /web}. */
  private static final Map<String, String> FILES =
      Map.of(
          "/", "index.html",
          "/app.js", "app.js",
          "/records.js", "records.js",
          "/render.js", "render.js",
          "/dom.js", "dom.js",
          "/style.css", "style.css",
          "/openapi.json", "openapi.json");

  private WebPage() {}

  static void addRoutes(JavalinDefaultRoutingApi routes) {
    FILES.forEach(
        (path, file) -> {
          byte[] content = read(file);
          routes.get(path, context -> context.contentType(type(file)).result(content));
        });
  }

  /**
   * @throws IllegalStateException if the file was not packaged
   */
  static byte[] read(String file) {
    try (InputStream in = WebPage.class.getResourceAsStream("/web/" + file)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: /web/" + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String type(String file) {
    return switch (file.substring(file.lastIndexOf('.'))) {
      case ".html" -> HTML;
      case ".js" -> SCRIPT;
      case ".css" -> "text/css; charset=utf-8";
      default -> "application/json";
    };
  }
}
