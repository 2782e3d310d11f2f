package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.config.ApiSettings;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The server below the routes: TLS, and what hostile and slow clients may take. A body is read
 * before any thread is given to its request, so one that trickles holds none. Requests at work are
 * bounded below the number of threads: the rest of the threads is left for event streams, which
 * hold none but to begin and are bounded for themselves, and for {@code /health}, which nothing
 * bounds.
 */
public final class JettySetup {
  /** Bytes of a body. */
  public static final int MAX_BODY = 100_000;

  /** Bytes of a body that is too large, and is read all the same. */
  private static final int MOST_DISCARDED = 1_000_000;

  /** Requests at work at the same time; more wait. */
  static final int AT_WORK = 64;

  /** Requests that wait for their turn; more are answered 503. */
  static final int WAITING = 512;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final int MAX_HEADER = 16_384;
  private static final int ACCEPT_QUEUE = 512;
  private static final int IDLE_MILLIS = 30_000;

  /** Keeps what waits for a reader that does not read in here, not in the system's buffers. */
  private static final int SEND_BUFFER = 65_536;

  /** Beside requests at work: the server's own, and those of {@code /health}. */
  private static final int SPARE_THREADS = 24;

  private JettySetup() {}

  /**
   * Sets it up.
   *
   * @param health paths that are answered whatever happens
   * @param streams path of the event streams, which {@link ClientLimits} bounds
   * @throws com.alphapulse.riskbudget.config.ConfigurationException if the key store cannot be used
   */
  public static void apply(
      JavalinConfig config, ApiSettings settings, Set<String> health, String streams) {
    Optional<SslContextFactory.Server> tls =
        settings.tls().isHere() ? Optional.of(KeyStoreFile.open(settings.tls())) : Optional.empty();
    QueuedThreadPool threads = new QueuedThreadPool(AT_WORK + SPARE_THREADS, 8);
    threads.setName("api-http");
    config.jetty.threadPool = threads;
    config.http.maxRequestSize = MAX_BODY;
    JettyErrors errors = new JettyErrors();
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(errors);
          tls.ifPresent(ssl -> server.addBean(KeyStoreFile.scanner(ssl)));
          server.setHandler(limits(health, streams));
        });
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(errors));
    config.jetty.addConnector((server, http) -> connector(server, http, settings, tls));
  }

  private static Handler.Wrapper limits(Set<String> health, String streams) {
    QoSHandler turns = new QoSHandler();
    turns.setMaxRequestCount(AT_WORK);
    turns.setMaxSuspendedRequestCount(WAITING);
    turns.setMaxSuspend(LONGEST_WAIT);
    health.forEach(turns::excludePath);
    turns.excludePath(streams);
    return new LargeBodies(
        new EagerContentHandler(
            turns, new EagerContentHandler.RetainedContentLoaderFactory(MAX_BODY, -1, true)));
  }

  /**
   * Refuses a body that says itself that it is too large, once it has been read to its end and
   * thrown away, without a thread: a client that still sends when the connection ends would be told
   * of a reset connection and not of the answer.
   */
  private static final class LargeBodies extends Handler.Wrapper {
    LargeBodies(Handler next) {
      super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      long length = request.getLength();
      if (length <= MAX_BODY) {
        return super.handle(request, response, callback);
      }
      if (length <= MOST_DISCARDED) {
        Content.Source.consumeAll(
            request, Callback.from(() -> refuse(request, response, callback), callback::failed));
      } else {
        refuse(request, response, callback);
      }
      return true;
    }

    private static void refuse(Request request, Response response, Callback callback) {
      Response.writeError(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
    }
  }

  private static Connector connector(
      Server server,
      HttpConfiguration given,
      ApiSettings settings,
      Optional<SslContextFactory.Server> tls) {
    HttpConfiguration http = new HttpConfiguration(given);
    http.setRequestHeaderSize(MAX_HEADER);
    http.setSendServerVersion(false);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ServerConnector connector;
    if (tls.isPresent()) {
      http.addCustomizer(new SecureRequestCustomizer(false));
      connector =
          new ServerConnector(
              server, new SslConnectionFactory(tls.get(), plain.getProtocol()), plain);
    } else {
      connector = new ServerConnector(server, plain);
    }
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptedSendBufferSize(SEND_BUFFER);
    connector.addBean(new SlowConnections(connector.getScheduler()));
    return connector;
  }
}
