package com.alphapulse.riskbudget.runtime;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.observability.Latencies;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.Stage;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** The stages, the API and the registry of one process, while they run. */
public interface Platform extends AutoCloseable {

  /** A part of the product that a process can run. */
  enum Part {
    MARKET(Stage.MARKET),
    BUDGET(Stage.BUDGET),
    GATE(Stage.GATE),
    API(null);

    private final Stage stage;

    Part(Stage stage) {
      this.stage = stage;
    }

    /** The stage that it is; empty for a part that is none. */
    public Optional<Stage> stage() {
      return Optional.ofNullable(stage);
    }
  }

  /** Starts a platform. */
  @FunctionalInterface
  interface Starter {
    /**
     * Starts the given parts; returns once they run.
     *
     * @param serveRegistry whether the process serves a schema registry of its own on the API's
     *     port instead of asking the one that the configuration names
     * @param clock the present in event time, by which overrides are made and expire
     * @throws com.alphapulse.riskbudget.config.ConfigurationException if something that the user
     *     can mend prevents it, such as a missing topic or a port in use
     */
    Platform start(
        Configuration configuration, Set<Part> parts, boolean serveRegistry, InstantSource clock);
  }

  /** Gives schemas their ids. */
  SchemaRegistry registry();

  /** Where clients find the registry. */
  String registryUrl();

  /** Where the dashboard is; empty where the API does not run here. */
  Optional<String> page();

  /** How long budgets took to answer changes of the regime. */
  Latencies regimeResponse();

  /** Why a stage stopped by itself; empty while all is well. */
  Optional<String> failure();

  /** Stops everything within two seconds; a second call does nothing. */
  @Override
  void close();
}
