package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.api.access.Access;
import com.alphapulse.riskbudget.api.access.BindAddress;
import com.alphapulse.riskbudget.api.access.JettySetup;
import com.alphapulse.riskbudget.api.access.SecurityHeaders;
import com.alphapulse.riskbudget.api.command.OverrideRoutes;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.live.EventHub;
import com.alphapulse.riskbudget.api.live.EventStream;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.Readiness;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.config.ApiSettings;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.javalin.util.JavalinBindException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server over a {@link ReadModel}, however that is filled. */
final class HttpServer implements AutoCloseable {
  private static final String LIVE = "/health/live";
  private static final String READY = "/health/ready";
  private static final Set<String> HEALTH = Set.of(LIVE, READY);
  private static final String EVENTS = ApiRoutes.BASE + "/events";
  private static final String AVAILABLE_METHODS = "availableMethods";
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /**
   * What the server works on.
   *
   * @param eventTime the present in event time: the wall clock, unless the past is replayed
   */
  record Parts(
      ReadModel model,
      EventHub hub,
      Readiness readiness,
      OverrideRoutes.Parts commands,
      InstantSource eventTime,
      PrometheusMeterRegistry metrics) {}

  private final Javalin javalin;
  private final Parts parts;
  private final PortfolioGauges gauges;

  private HttpServer(Javalin javalin, Parts parts, PortfolioGauges gauges) {
    this.javalin = javalin;
    this.parts = parts;
    this.gauges = gauges;
  }

  /**
   * Starts it.
   *
   * @param extraRoutes adds further routes on the same port
   * @throws ConfigurationException if the address may not be bound or is taken, or if credentials
   *     or the key store cannot be used
   */
  static HttpServer start(
      ApiSettings settings, Parts parts, Consumer<JavalinDefaultRoutingApi> extraRoutes) {
    BindAddress.check(settings);
    Access access = new Access(settings, openPaths());
    PortfolioGauges gauges = new PortfolioGauges(parts.model(), parts.metrics(), parts.eventTime());
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config, settings);
              addRoutes(config.routes, settings, access, parts, gauges);
              extraRoutes.accept(config.routes);
            });
    try {
      javalin.start();
    } catch (JavalinBindException e) {
      throw new ConfigurationException(
          "api",
          List.of(
              "api.port: cannot listen on %s:%d; another process may use the port"
                  .formatted(settings.host(), settings.port())));
    }
    parts.hub().start();
    return new HttpServer(javalin, parts, gauges);
  }

  int port() {
    return javalin.port();
  }

  /** What {@code /health/ready} answers. */
  JsonNode readiness() {
    return parts.readiness().toJson();
  }

  /** What {@code /metrics} answers. */
  String scrape() {
    return scrape(parts, gauges);
  }

  /** For the test that compares the routes with their description. */
  Javalin javalin() {
    return javalin;
  }

  /** Ends every request, streams of events first, since they would hold up the others' end. */
  @Override
  public void close() {
    parts.hub().close();
    javalin.stop();
  }

  private static void configure(JavalinConfig config, ApiSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    JettySetup.apply(config, settings, HEALTH, EVENTS);
  }

  private static void addRoutes(
      JavalinDefaultRoutingApi routes,
      ApiSettings settings,
      Access access,
      Parts parts,
      PortfolioGauges gauges) {
    routes.before(context -> SecurityHeaders.set(context, settings.tls()));
    routes.before(access::check);
    routes.before(EVENTS, access::startStream);
    routes.after(EVENTS, access::endStream);
    routes.exception(Problem.class, Problem::write);
    routes.exception(
        HttpResponseException.class,
        (e, context) -> {
          // 405 tells the methods that there are.
          if (e.getDetails().containsKey(AVAILABLE_METHODS)) {
            context.header(Header.ALLOW, e.getDetails().get(AVAILABLE_METHODS));
          }
          Problem.of(HttpStatus.forStatus(e.getStatus()), e.getMessage()).write(context);
        });
    routes.exception(IllegalCharsetNameException.class, (e, context) -> badCharset(context));
    routes.exception(UnsupportedCharsetException.class, (e, context) -> badCharset(context));
    routes.exception(Exception.class, HttpServer::internalError);
    WebPage.addRoutes(routes);
    routes.get(LIVE, context -> context.result("live"));
    routes.get(READY, context -> ready(context, parts.readiness()));
    routes.get(
        "/metrics",
        context ->
            context
                .contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(scrape(parts, gauges)));
    routes.get(ApiRoutes.BASE + "/whoami", Access::whoAmI);
    apiRoutes(parts).addTo(routes);
    new OverrideRoutes(
            parts.model(),
            parts.readiness().viewCurrent(),
            parts.commands(),
            parts.eventTime()::instant,
            () -> UUID.randomUUID().toString())
        .addTo(routes, ApiRoutes.BASE);
  }

  private static String scrape(Parts parts, PortfolioGauges gauges) {
    gauges.update();
    return parts.metrics().scrape();
  }

  private static ApiRoutes apiRoutes(Parts parts) {
    return new ApiRoutes(
        parts.model(),
        parts.readiness(),
        new EventStream(parts.hub(), parts.model(), parts.readiness()),
        new RegimeRoute(parts.model(), parts.commands().regimes()),
        parts.eventTime()::instant);
  }

  /** Paths that need no credentials. */
  private static Set<String> openPaths() {
    Set<String> paths = new HashSet<>(WebPage.paths());
    paths.addAll(HEALTH);
    return paths;
  }

  private static void ready(Context context, Readiness readiness) {
    ObjectNode answer = readiness.toJson();
    boolean ready = answer.get("ready").booleanValue();
    context.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    if (!ready) {
      Problem.headersOf(HttpStatus.SERVICE_UNAVAILABLE.getCode()).forEach(context::header);
    }
    context.contentType("application/json").result(RecordJson.text(answer));
  }

  private static void badCharset(Context context) {
    Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "the charset of the content type is unknown")
        .write(context);
  }

  /** The answer tells nothing of the inside; the log does. */
  private static void internalError(Exception e, Context context) {
    LOG.error("{} {} failed", context.method(), context.path(), e);
    Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "the request failed; the log tells why")
        .write(context);
  }
}
