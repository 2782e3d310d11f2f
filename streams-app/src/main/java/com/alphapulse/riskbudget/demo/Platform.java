package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import java.util.Optional;
import java.util.Set;

/** The stages, the API and the registry of one process, while they run. */
public interface Platform extends AutoCloseable {

  /** A part of the product that a process can run. */
  enum Stage {
    MARKET,
    BUDGET,
    GATE,
    API
  }

  /** Starts a platform. */
  @FunctionalInterface
  interface Starter {
    /**
     * Starts the given stages; returns once they run.
     *
     * @param serveRegistry whether the process serves a schema registry of its own on the API's
     *     port instead of asking the one that the configuration names
     * @throws com.alphapulse.riskbudget.config.ConfigurationException if something that the user
     *     can mend prevents it, such as a missing topic or a port in use
     */
    Platform start(Configuration configuration, Set<Stage> stages, boolean serveRegistry);
  }

  /** How long budgets took to answer changes of the regime. */
  interface RegimeResponse {
    /** Median in milliseconds; NaN before the first. */
    double p50Millis();

    /** Maximum in milliseconds; NaN before the first. */
    double maxMillis();
  }

  /** Gives schemas their ids. */
  SchemaRegistry registry();

  /** Where clients find the registry. */
  String registryUrl();

  /** Where the dashboard is; empty where the API does not run here. */
  Optional<String> page();

  /** How long budgets took to answer changes of the regime. */
  RegimeResponse regimeResponse();

  /** Why a stage stopped by itself; empty while all is well. */
  Optional<String> failure();

  /** Stops everything within two seconds; a second call does nothing. */
  @Override
  void close();
}
