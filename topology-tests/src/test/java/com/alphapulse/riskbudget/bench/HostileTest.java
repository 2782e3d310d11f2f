package com.alphapulse.riskbudget.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is sent to the inputs, no stage stops and every intent is answered. */
class HostileTest {
  private static final long RECORDS = Long.getLong("hostile.records", 100_000);
  private static final long SEED = 20_261_126;

  @TempDir Path folder;

  @Test
  void shouldAnswerEverythingAndDecideGoodOrdersAsBefore_whenInputsAreHostile() {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("cluster"))) {
      HostileReport report =
          new HostileRun(RECORDS, SEED, line -> {})
              .run(broker.bootstrapServers(), folder.resolve("streams"));
      report.lines().forEach(System.out::println);

      assertThat(report.threadsReplaced()).isZero();
      assertThat(report.rows()).allSatisfy(row -> assertThat(row.differences()).isZero());
      assertThat(report.rows()).allSatisfy(row -> assertThat(row.deadLettered()).isPositive());
      assertThat(report.different()).isZero();
      assertThat(report.alerts()).doesNotContainKeys("RECORD_SET_ASIDE", "OUTPUT_LEFT_OUT");
    }
  }
}
