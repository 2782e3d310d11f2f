package com.alphapulse.riskbudget.registry;

import io.javalin.Javalin;

/** A registry that answers on a port of its own. */
public final class ServedRegistry implements AutoCloseable {
  private final EmbeddedRegistry registry;
  private final Javalin server;

  /**
   * Starts to answer.
   *
   * @param registry closed with this one
   * @param prefixes of the paths that it answers at
   */
  public ServedRegistry(EmbeddedRegistry registry, String... prefixes) {
    this.registry = registry;
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  for (String prefix : prefixes) {
                    registry.addRoutes(config.routes, prefix);
                  }
                })
            .start("127.0.0.1", 0);
  }

  /** Where it answers, without a prefix. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.stop();
    registry.close();
  }
}
