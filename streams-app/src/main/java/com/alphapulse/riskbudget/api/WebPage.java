package com.alphapulse.riskbudget.api;

import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page at {@code /} and its files, from the class path; nothing else of it is served. */
final class WebPage {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  /** Where the build puts the chart library, which is not ours. */
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  /** Path on the server to resource. */
  private static final Map<String, String> FILES =
      Map.ofEntries(
          Map.entry("/", "/web/index.html"),
          Map.entry("/openapi.json", "/web/openapi.json"),
          Map.entry("/css/style.css", "/web/css/style.css"),
          Map.entry("/css/parts.css", "/web/css/parts.css"),
          Map.entry("/css/uplot.css", UPLOT + "uPlot.min.css"),
          Map.entry("/js/uplot.js", UPLOT + "uPlot.esm.js"),
          module("alerts"),
          module("api"),
          module("app"),
          module("audit"),
          module("charts"),
          module("decisions"),
          module("dom"),
          module("drawer"),
          module("format"),
          module("limits"),
          module("live"),
          module("overrides"),
          module("portfolios"),
          module("sending"),
          module("status"),
          module("store"));

  private WebPage() {}

  /** Where its files are on the server. */
  static Set<String> paths() {
    return FILES.keySet();
  }

  static void addRoutes(JavalinDefaultRoutingApi routes) {
    FILES.forEach(
        (path, resource) -> {
          byte[] content = read(resource);
          routes.get(path, context -> context.contentType(type(resource)).result(content));
        });
  }

  /** The files of the page that are written here, as resources. */
  static List<String> ownFiles() {
    return FILES.values().stream()
        .filter(resource -> !resource.startsWith(UPLOT) && !resource.endsWith(".json"))
        .sorted()
        .toList();
  }

  /**
   * @throws IllegalStateException if the resource was not packaged
   */
  static byte[] read(String resource) {
    try (InputStream in = WebPage.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map.Entry<String, String> module(String name) {
    String path = "/js/" + name + ".js";
    return Map.entry(path, "/web" + path);
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
