package com.alphapulse.riskbudget.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import com.alphapulse.riskbudget.topology.failure.FailedRecords;
import com.alphapulse.riskbudget.topology.failure.FailureHandler;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/** Of the stages' topologies, and of an application that has not been started. */
class TaskGaugesTest {

  @Test
  void shouldCountPartsWithState_andNoOthers() {
    try (Metrics metrics = new Metrics()) {
      Configuration configuration = Configuration.parse("test", "{}");
      // Its router of overrides and the gate itself.
      assertThat(TaskGauges.stateful(topology(configuration, Stage.GATE, metrics)))
          .containsExactlyInAnyOrder(0, 1);
      // One part of it brings ticks to their market's task, and keeps nothing.
      Topology market = topology(configuration, Stage.MARKET, metrics);
      assertThat(TaskGauges.stateful(market))
          .hasSizeLessThan(market.describe().subtopologies().size())
          .isNotEmpty();
    }
  }

  @Test
  void shouldShowWhatIsWanted_beforeTheApplicationTellsOfTasks() {
    try (Metrics metrics = new Metrics()) {
      Configuration configuration =
          Configuration.parse(
              "test",
              "kafka: {bootstrap_servers: '127.0.0.1:1', properties: {num.standby.replicas: '2'}}");
      Topology topology = topology(configuration, Stage.GATE, metrics);
      Properties settings = StreamsSettings.orderGate(configuration, metrics);
      FailureHandler.of(InstallationName.NONE, metrics, serdes(configuration)).configure(settings);
      try (KafkaStreams streams = new KafkaStreams(topology, settings)) {
        TaskGauges.show(streams, topology, settings, "order-gate", metrics);

        assertThat(metrics.registry().scrape())
            .contains("riskbudget_standby_replicas{application=\"order-gate\"} 2.0")
            .contains("riskbudget_tasks{application=\"order-gate\",role=\"ACTIVE\"} 0.0")
            .contains("riskbudget_tasks{application=\"order-gate\",role=\"STANDBY\"} 0.0");
      }
    }
  }

  private static Topology topology(Configuration configuration, Stage stage, Metrics metrics) {
    FailedRecords failed =
        FailureHandler.of(InstallationName.NONE, metrics, serdes(configuration)).failed();
    return Stages.topology(configuration, Set.of(stage), serdes(configuration), metrics, failed);
  }

  private static RecordSerdes serdes(Configuration configuration) {
    return new RecordSerdes(new InMemorySchemaRegistry(), configuration.registry());
  }
}
