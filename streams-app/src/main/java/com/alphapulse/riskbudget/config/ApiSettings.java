package com.alphapulse.riskbudget.config;

/** The HTTP server ({@code api}). */
public record ApiSettings(String host, int port) {

  static ApiSettings read(ConfigNode node) {
    return new ApiSettings(
        node.text("host", "127.0.0.1", "Address to bind to."),
        node.integer("port", 8080, 0, 65_535, "Port; 0 picks a free one."));
  }
}
