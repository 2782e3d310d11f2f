package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.config.ConfigurationException;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Keeps the server to this machine as long as it knows no credentials, also against pages of other
 * sites in a browser here: one whose name was rebound to the loopback address shows in {@code
 * Host}, one that sends requests across shows in {@code Origin}.
 */
public final class LocalGuard {
  private LocalGuard() {}

  /**
   * Checks the address to bind to.
   *
   * @throws ConfigurationException if it is not a loopback address
   */
  public static void requireLoopback(String host) {
    if (host.isBlank() || !isLoopbackAddress(host)) {
      throw new ConfigurationException(
          "api",
          List.of(
              "api.host: '"
                  + host
                  + "' is not a loopback address; without credentials the server binds to"
                  + " 127.0.0.1, ::1 or localhost only"));
    }
  }

  /**
   * Checks where a request comes from.
   *
   * @throws Problem 403 unless it was sent to a name of this machine, by no page of another site
   */
  public static void check(Context context) {
    if (!isLocalName(hostOf("http://" + context.header(Header.HOST)))) {
      throw Problem.of(HttpStatus.FORBIDDEN, "the header Host must name this machine");
    }
    String origin = context.header(Header.ORIGIN);
    if (origin != null && !origin.equals("http://" + context.header(Header.HOST))) {
      throw Problem.of(HttpStatus.FORBIDDEN, "requests of pages of other sites are refused");
    }
  }

  private static boolean isLoopbackAddress(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
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
