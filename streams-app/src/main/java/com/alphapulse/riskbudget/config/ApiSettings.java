package com.alphapulse.riskbudget.config;

import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * The HTTP server ({@code api}).
 *
 * @param advertised host and port at which other instances reach it; empty for not at all
 */
public record ApiSettings(
    String host,
    int port,
    String advertised,
    AccessSettings access,
    TlsSettings tls,
    ApiLimits limits,
    OverrideSettings overrides) {

  /** The defaults, which keep it to this machine, with a port; 0 picks a free one. */
  public static ApiSettings local(int port) {
    return read(new ConfigNode(MissingNode.getInstance())).withPort(port);
  }

  /** The same on another port. */
  public ApiSettings withPort(int otherPort) {
    return new ApiSettings(host, otherPort, advertised, access, tls, limits, overrides);
  }

  static ApiSettings read(ConfigNode node) {
    ApiSettings settings = settings(node);
    if (!settings.advertised.isEmpty()
        && !settings.advertised.matches("(\\[[0-9a-fA-F:]+\\]|[^\\s/:]+):\\d{1,5}")) {
      node.error("advertised", "must be HOST:PORT, such as gate-1:8080");
    }
    return settings;
  }

  private static ApiSettings settings(ConfigNode node) {
    return new ApiSettings(
        node.text(
            "host",
            "127.0.0.1",
            "Address to bind to; any other than loopback needs credentials and TLS."),
        node.integer("port", 8080, 0, 65_535, "Port; 0 picks a free one."),
        node.text(
            "advertised",
            "",
            "`host:port` at which the other instances reach this one's API, for questions about portfolios that it decides; empty: not at all."),
        AccessSettings.read(node.child("access")),
        TlsSettings.read(node.child("tls")),
        ApiLimits.read(node.child("limits")),
        OverrideSettings.read(node.child("overrides")));
  }
}
