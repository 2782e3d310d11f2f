package com.alphapulse.riskbudget.config;

/**
 * Health and metrics at an address of their own ({@code management}).
 *
 * @param port 0 picks a free one
 */
public record ManagementSettings(boolean enabled, String host, int port) {

  static ManagementSettings read(ConfigNode node) {
    return new ManagementSettings(
        node.flag(
            "enabled",
            false,
            "Whether every process answers `/health/live`, `/health/ready` and `/metrics` at an address of their own, whatever stages it runs."),
        node.text(
            "host",
            "127.0.0.1",
            "Address to bind to. Nobody needs credentials there: let only those reach it who watch over the process."),
        node.integer("port", 9404, 0, 65_535, "Port; 0 picks a free one."));
  }
}
