package com.alphapulse.riskbudget.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long and how often the gate is measured.
 *
 * @param warmUps rounds of every contender that are thrown away
 * @param drains rounds of every contender that count
 * @param drain time that a backlog is meant to last
 * @param loops rounds of the open loop
 * @param loop measured time of each offered load
 * @param discarded time of each offered load that is thrown away before
 * @param growths rounds of every size
 * @param growth time that a backlog is meant to last there
 */
record GatePlan(
    int warmUps,
    int drains,
    Duration drain,
    int loops,
    Duration loop,
    Duration discarded,
    int growths,
    Duration growth,
    List<Size> sizes) {

  /** Orders a second that the open loop offers. */
  static final List<Integer> OFFERED = List.of(500, 2000);

  /** One size of one dimension of growth. */
  record Size(String dimension, int size, Workload workload) {}

  static final GatePlan FULL =
      new GatePlan(
          3,
          5,
          Duration.ofSeconds(8),
          2,
          Duration.ofSeconds(30),
          Duration.ofSeconds(3),
          3,
          Duration.ofSeconds(6),
          sizes(1, 1000, 100_000));

  static final GatePlan QUICK =
      new GatePlan(
          3,
          2,
          Duration.ofMillis(5500),
          1,
          Duration.ofSeconds(8),
          Duration.ofSeconds(2),
          1,
          Duration.ofSeconds(2),
          sizes(1, 1000));

  private static List<Size> sizes(int... portfolios) {
    List<Size> sizes = new java.util.ArrayList<>();
    for (int size : portfolios) {
      sizes.add(new Size("portfolios", size, Workload.portfolios(size)));
    }
    for (int size : new int[] {10, 1000}) {
      sizes.add(new Size("openOrders", size, Workload.openOrders(size)));
    }
    for (int size : new int[] {10, 200}) {
      sizes.add(new Size("positions", size, Workload.positions(size)));
    }
    return List.copyOf(sizes);
  }
}
