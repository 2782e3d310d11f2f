package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.config.TlsSettings;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses what pages of other sites make a browser send: {@code Sec-Fetch-Site} tells them, {@code
 * Origin} where a browser does not send that. As long as nobody authenticates, {@code Host} must
 * name this machine too, against names that were rebound to the loopback address.
 */
final class OriginGuard {
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private final boolean authenticates;
  private final TlsSettings tls;

  OriginGuard(boolean authenticates, TlsSettings tls) {
    this.authenticates = authenticates;
    this.tls = tls;
  }

  /**
   * Checks where a request comes from.
   *
   * @param isOpen whether anybody may read what it asks for: then a link on another site may lead
   *     to it
   * @throws Problem 403 if it may not come from there
   */
  void check(Context context, boolean isOpen) {
    String host = context.header(Header.HOST);
    if (!authenticates && !isLocalName(hostOf("http://" + host))) {
      throw Problem.of(HttpStatus.FORBIDDEN, "the header Host must name this machine");
    }
    String site = context.header("Sec-Fetch-Site");
    boolean isLink =
        isOpen
            && "navigate".equals(context.header("Sec-Fetch-Mode"))
            && "document".equals(context.header("Sec-Fetch-Dest"));
    if (site != null && !OWN.contains(site) && !isLink) {
      throw foreign();
    }
    String origin = context.header(Header.ORIGIN);
    if (origin != null && !isOwn(origin, host)) {
      throw foreign();
    }
  }

  private boolean isOwn(String origin, String host) {
    return (!tls.isHere() && origin.equals("http://" + host))
        || ((tls.isHere() || tls.terminatedByProxy()) && origin.equals("https://" + host));
  }

  private static Problem foreign() {
    return Problem.of(HttpStatus.FORBIDDEN, "requests of pages of other sites are refused");
  }

  private static String hostOf(String url) {
    try {
      String host = URI.create(url).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** By name and not by look-up, since a look-up is what a rebound name would pass. */
  private static boolean isLocalName(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
