package com.alphapulse.riskbudget.bench;

/**
 * What the gate holds and is asked.
 *
 * @param portfolios that orders are spread over evenly
 * @param strategies of each portfolio, all of which trade every symbol
 * @param symbols of the market
 * @param traded symbols, the first of them, that orders are in
 * @param positions that each portfolio holds before it is measured
 * @param openOrders that each portfolio has before it is measured
 * @param reported whether each order measured is cancelled by a report a little later, so that the
 *     number of open orders stays
 */
record Workload(
    int portfolios,
    int strategies,
    int symbols,
    int traded,
    int positions,
    int openOrders,
    boolean reported) {

  /** What throughput and latency are measured with. */
  static final Workload STANDARD = new Workload(1000, 2, 10, 10, 0, 0, false);

  static Workload portfolios(int portfolios) {
    return new Workload(portfolios, 1, 2, 2, 0, 0, false);
  }

  static Workload openOrders(int openOrders) {
    return new Workload(50, 2, 10, 10, 0, openOrders, true);
  }

  static Workload positions(int positions) {
    return new Workload(50, 2, 200, 10, positions, 0, false);
  }
}
