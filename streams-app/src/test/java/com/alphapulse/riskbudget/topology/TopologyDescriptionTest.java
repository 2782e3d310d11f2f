package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.GoldenFile;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import com.alphapulse.riskbudget.topology.failure.FailedRecords;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A change of names or wiring makes running state unreadable; here it is seen in review. */
class TopologyDescriptionTest {
  private static final String FOLDER = "streams-app/src/test/resources/golden/";

  @Test
  void shouldBeAsCommitted_whenRiskBudgetIsDescribed() {
    GoldenFile.assertMatches(
        FOLDER + "risk-budget.txt", description(EnumSet.of(Stage.MARKET, Stage.BUDGET)));
  }

  @Test
  void shouldBeAsCommitted_whenOrderGateIsDescribed() {
    GoldenFile.assertMatches(FOLDER + "order-gate.txt", description(EnumSet.of(Stage.GATE)));
  }

  private static String description(Set<Stage> stages) {
    try (Metrics metrics = new Metrics()) {
      Configuration configuration = Configuration.defaults();
      return Stages.topology(
              configuration,
              stages,
              new RecordSerdes(new InMemorySchemaRegistry(), configuration.registry()),
              metrics,
              new FailedRecords())
          .describe()
          .toString();
    }
  }
}
