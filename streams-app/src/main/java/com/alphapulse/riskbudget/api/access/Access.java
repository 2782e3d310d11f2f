package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.config.ApiSettings;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates every request and refuses what the caller's role does not cover. The rules are by
 * method, so that no way of writing a path leads around them:
 *
 * <table>
 * <caption>Who may what</caption>
 * <tr><td>the page's files, {@code /health/*}: exactly these paths</td><td>anybody</td></tr>
 * <tr><td>GET, HEAD, OPTIONS</td><td>VIEWER</td></tr>
 * <tr><td>{@code /metrics}</td><td>VIEWER of all portfolios</td></tr>
 * <tr><td>anything else</td><td>OPERATOR; routes ask {@link Caller#requireMayCommand} too</td></tr>
 * </table>
 */
public final class Access {
  private static final Set<HandlerType> READING =
      Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);
  private static final String METRICS = "/metrics";
  private static final String BEARER = "Bearer ";
  private static final String CLIENT = Access.class.getName() + ".client";
  private static final String STREAM = Access.class.getName() + ".stream";
  private static final Logger LOG = LoggerFactory.getLogger(Access.class);

  private final Set<String> open;
  private final TokenList tokens;
  private final Optional<OidcTokens> oidc;
  private final boolean authenticates;
  private final ClientLimits limits;
  private final OriginGuard origin;

  /**
   * @param open paths that anybody may read
   * @throws com.alphapulse.riskbudget.config.ConfigurationException if what is configured cannot be
   *     used
   */
  public Access(ApiSettings settings, Set<String> open) {
    this.open = Set.copyOf(open);
    tokens = new TokenList(settings.access().tokens());
    oidc = settings.access().oidc().map(OidcTokens::new);
    authenticates = settings.access().hasCredentials();
    limits = new ClientLimits(settings.limits(), System::nanoTime);
    origin = new OriginGuard(authenticates, settings.tls());
    if (authenticates) {
      LOG.info("API: callers are authenticated");
    } else {
      LOG.warn(
          "API: no credentials are configured (api.access). It listens on this machine only, and"
              + " whoever is on it may do everything, under any name");
    }
  }

  /**
   * Sets the {@link Caller} of a request, for every route behind it.
   *
   * @throws Problem 401 without a good token, 403 if the role does not suffice or a page of another
   *     site asks, 429 if the client asks too often, 503 if its token cannot be checked now
   */
  public void check(Context context) {
    boolean isOpen = READING.contains(context.method()) && open.contains(context.path());
    origin.check(context, isOpen);
    if (isOpen) {
      return;
    }
    Optional<Caller> caller = authenticates ? authenticated(context) : Optional.of(Caller.local());
    String client =
        caller
            .filter(Caller::authenticated)
            .map(known -> "name " + known.name())
            .orElse("address " + context.req().getRemoteAddr());
    limits.request(client);
    if (caller.isEmpty()) {
      throw Problem.of(HttpStatus.UNAUTHORIZED, "a valid bearer token is needed");
    }
    caller.get().requireRole(READING.contains(context.method()) ? Role.VIEWER : Role.OPERATOR);
    if (context.path().equals(METRICS) && caller.get().isRestricted()) {
      throw Problem.of(HttpStatus.FORBIDDEN, "metrics are of all portfolios");
    }
    caller.get().attachTo(context);
    context.attribute(CLIENT, client);
  }

  /**
   * Before an event stream: takes one of the caller's places.
   *
   * @throws Problem 429 or 503 if there is none
   */
  public void startStream(Context context) {
    String client = context.attribute(CLIENT);
    limits.startStream(client);
    context.attribute(STREAM, client);
  }

  /** After an event stream, however it ended, or whether it began. */
  public void endStream(Context context) {
    String client = context.attribute(STREAM);
    if (client != null) {
      context.attribute(STREAM, null);
      limits.endStream(client);
    }
  }

  /** {@code GET /whoami}. */
  public static void whoAmI(Context context) {
    Caller caller = Caller.of(context);
    ObjectNode body =
        RecordJson.object().put("name", caller.name()).put("role", caller.role().name());
    caller.shownPortfolios().forEach(body.putArray("portfolios")::add);
    body.put("authenticated", caller.authenticated());
    context.contentType("application/json").result(RecordJson.text(body));
  }

  private Optional<Caller> authenticated(Context context) {
    String header = Optional.ofNullable(context.header(Header.AUTHORIZATION)).orElse("");
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.empty();
    }
    String token = header.substring(BEARER.length()).strip();
    Optional<Caller> holder = tokens.caller(token);
    return holder.isPresent() ? holder : oidc.flatMap(provider -> provider.caller(token));
  }
}
