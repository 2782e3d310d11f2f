package com.alphapulse.riskbudget.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GateReportTest {

  private static GateReport report(double ratio, double p50, double p99Ratio, double growth) {
    return new GateReport(
        ratio,
        0.2,
        9,
        List.of(new GateReport.Latency(500, p50, 40, 15, 32, p99Ratio, 14, 30, 50)),
        List.of(
            new GateReport.Growth("openOrders", 10, 1000, 10, 1),
            new GateReport.Growth("openOrders", 1000, 1000, 10 * growth, growth)),
        List.of(new GateReport.Throughput("gate", 1000, 9, 5, 300, 0.05, List.of(1000.0))),
        Map.of("cores", 2),
        Map.of("rounds", 1),
        7);
  }

  private static long count(GateReport report, String verdict) {
    Pattern line = Pattern.compile(".*(?<!not) " + verdict);
    return GateTable.of(report).stream().filter(text -> line.matcher(text).matches()).count();
  }

  @Test
  void shouldHaveTheAgreedKeys_whenWrittenAsJson() {
    JsonNode json = new ObjectMapper().valueToTree(report(0.5, 15, 1.1, 1));

    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "throughputRatio", "bareThroughputRatio", "cpuMicrosPerOrder", "latency", "growth");
    assertThat(json.path("latency").path(0).fieldNames())
        .toIterable()
        .contains(
            "offeredPerSecond",
            "gateP50Millis",
            "gateP99Millis",
            "passP50Millis",
            "passP99Millis",
            "p99Ratio");
    assertThat(json.path("growth").path(0).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "dimension", "size", "ordersPerSecond", "cpuMicrosPerOrder", "ratio");
  }

  @Test
  void shouldSayMet_whenEveryFigureReachesItsTarget() {
    assertThat(count(report(0.45, 20, 1.25, 1.15), "met")).isEqualTo(4);
    assertThat(count(report(0.45, 20, 1.25, 1.15), "not met")).isZero();
  }

  @Test
  void shouldSayNotMet_whenAFigureMissesItsTarget() {
    assertThat(count(report(0.449, 20.1, 1.26, 1.16), "not met")).isEqualTo(4);
    assertThat(count(report(0.449, 20.1, 1.26, 1.16), "met")).isZero();
  }
}
