package com.alphapulse.riskbudget.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.alphapulse.riskbudget.GoldenFile;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.domain.AlertType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps {@code docs/metrics.md} in step with the code, and both with Prometheus' conventions. */
class MetersDocumentationTest {

  @Test
  void shouldListEveryMeter_whenTheDocumentationIsRead() {
    GoldenFile.assertMatches(
        "docs/metrics.md",
        """
        # Metrics

        `GET /metrics` in Prometheus's format. Durations are in seconds, ratios are fractions. Counters are there from the
        start, at 0. [Monitoring](monitoring.md) has rules and dashboards over them.

        Gauges of budgets, limits, trading states and success measures come from the topics, so every instance with an API
        shows the same; take the largest, or one instance. Those of regimes, reservations and prices come from the gate, and
        each from the one process that has the task. At most 10,000 series are shown of each.

        Beside the meters below there are those of the JVM and the process, and of Kafka Streams and its clients (label
        `application`) what tells whether an application keeps up: states and failures of threads, times and shares of
        process, commit, poll and punctuate, lags by partition, rebalances, restoring, what producers send and lose. Kafka's
        own times are in milliseconds. What it has by task, node, store and broker is left out: a running demonstration shows
        604 series, 4,395 without that choice. `promtool check metrics` has nothing to say about them, and a test keeps it so.

        """
            + Meters.documentation());
  }

  @Test
  void shouldSatisfyPromtool_whenMetersAreShown(@TempDir Path folder) throws Exception {
    assumeTrue(hasPromtool(), "skipped: promtool is absent (Debian package prometheus)");
    try (Metrics metrics = new Metrics()) {
      metrics.decision(Outcome.APPROVED, List.of());
      metrics.alert(AlertType.BAD_OVERRIDE);
      metrics.deadLetter("market-data");
      metrics.decisionLatency(Duration.ofMillis(3));
      metrics.show(Meters.RESTORE_REMAINING, () -> 7, "order-gate");
      Path scraped = folder.resolve("scraped.txt");
      Files.writeString(scraped, metrics.registry().scrape());
      Process promtool =
          new ProcessBuilder("promtool", "check", "metrics")
              .redirectInput(scraped.toFile())
              .redirectErrorStream(true)
              .start();
      String complaints =
          new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(complaints).isEmpty();
    }
  }

  @Test
  void shouldLeaveOutWhatTellsNothing_whenAnOrderIsNotOfThisMoment() {
    try (Metrics metrics = new Metrics()) {
      metrics.decisionLatency(Duration.ofMillis(-1));
      metrics.decisionLatency(Duration.ofDays(6000));
      metrics.decisionLatency(Duration.ofMillis(4));

      assertThat(metrics.registry().scrape())
          .contains("riskbudget_decision_latency_seconds_count 1");
    }
  }

  private static boolean hasPromtool() throws InterruptedException {
    try {
      return new ProcessBuilder("promtool", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
