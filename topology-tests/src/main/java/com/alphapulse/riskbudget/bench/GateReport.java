package com.alphapulse.riskbudget.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/**
 * The figures of a run; the component names are the keys of the JSON report. "Pass" is the
 * pass-through that decodes and encodes the same Avro. Medians of the rounds.
 *
 * @param throughputRatio orders a second of the gate divided by those of the Avro pass-through
 * @param bareThroughputRatio the same against the pass-through that copies bytes
 * @param cpuMicrosPerOrder CPU time of the gate's stream thread
 * @param seed that the order of the rounds follows from
 */
@JsonPropertyOrder({"throughputRatio", "bareThroughputRatio", "cpuMicrosPerOrder"})
record GateReport(
    double throughputRatio,
    double bareThroughputRatio,
    double cpuMicrosPerOrder,
    List<Latency> latency,
    List<Growth> growth,
    List<Throughput> throughput,
    Map<String, Object> machine,
    Map<String, Object> settings,
    long seed) {

  /** Of one offered load. */
  record Latency(
      int offeredPerSecond,
      double gateP50Millis,
      double gateP99Millis,
      double passP50Millis,
      double passP99Millis,
      double p99Ratio,
      double bareP50Millis,
      double bareP99Millis,
      double gateCpuMicrosPerOrder) {}

  /**
   * The gate at one size.
   *
   * @param ratio CPU time of an order divided by that at the smallest size of the dimension. Not of
   *     orders a second, which depend on what else the machine does in those seconds
   */
  record Growth(
      String dimension, int size, double ordersPerSecond, double cpuMicrosPerOrder, double ratio) {}

  /** Of one contender. */
  record Throughput(
      String contender,
      double ordersPerSecond,
      double cpuMicrosPerOrder,
      double shortestDrainSeconds,
      double answerBytes,
      double rejectedShare,
      List<Double> rounds) {}
}
