package com.alphapulse.riskbudget.budget.performance;

import com.alphapulse.riskbudget.budget.allocation.Allocation;
import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the portfolio would have earned without any of this: capital by risk share, equal within a
 * strategy, fully invested at leverage 1, moved back when it has drifted by the threshold, at the
 * same costs. It is an index that starts at 1 and pays for its first purchase; deposits do not
 * matter to it.
 */
final class StaticShadow {

  /** Holding of one symbol: what it is worth, and at which price. */
  private record Holding(double value, double price) {}

  /** Sorted, so that sums are the same however the holdings came about. */
  private Map<String, Holding> holdings = new TreeMap<>();

  /**
   * Moves to the prices of a closed bar.
   *
   * @param costBps of the notional traded
   * @param driftThreshold half the sum of absolute differences of weights
   * @return the bar's return; 0 less the cost of the first purchase for the first bar
   */
  double onBar(
      List<StrategySpec> strategies, Universe universe, double costBps, double driftThreshold) {
    Map<String, Double> weights = weights(strategies, universe);
    if (weights.isEmpty()) {
      return 0;
    }
    boolean first = holdings.isEmpty();
    double before = first ? 1 : value();
    Map<String, Holding> moved = new TreeMap<>();
    holdings.forEach((symbol, held) -> moved.put(symbol, marked(symbol, held, universe)));
    holdings = moved;
    double after = first ? 1 : value();
    double traded = 0;
    for (var target : weights.entrySet()) {
      traded += Math.abs(target.getValue() * after - valueOf(target.getKey()));
    }
    for (var held : holdings.entrySet()) {
      traded += weights.containsKey(held.getKey()) ? 0 : held.getValue().value();
    }
    if (first || 0.5 * traded / after > driftThreshold) {
      after -= traded * costBps / 10_000;
      holdings = invested(weights, after, universe);
    }
    return after / before - 1;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(holdings.size());
    for (var holding : holdings.entrySet()) {
      StateIo.writeText(out, holding.getKey());
      out.writeDouble(holding.getValue().value());
      out.writeDouble(holding.getValue().price());
    }
  }

  static StaticShadow readFrom(DataInput in) throws IOException {
    StaticShadow shadow = new StaticShadow();
    for (int count = in.readInt(); count > 0; count--) {
      shadow.holdings.put(StateIo.readText(in), new Holding(in.readDouble(), in.readDouble()));
    }
    return shadow;
  }

  /** Those that can be bought, fully invested; empty where nothing can. */
  private static Map<String, Double> weights(List<StrategySpec> all, Universe universe) {
    List<StrategySpec> strategies =
        all.stream().filter(s -> universe.members(s.symbols()).length > 0).toList();
    double[] shares = Allocation.shares(strategies);
    Map<String, Double> weights = new TreeMap<>();
    for (int k = 0; k < shares.length; k++) {
      int[] members = universe.members(strategies.get(k).symbols());
      for (int member : members) {
        weights.merge(universe.symbol(member), shares[k] / members.length, Double::sum);
      }
    }
    return weights;
  }

  /** A symbol that has left the universe keeps its last value until it is sold. */
  private static Holding marked(String symbol, Holding held, Universe universe) {
    int index = universe.indexOf(symbol);
    if (index < 0) {
      return held;
    }
    double price = universe.price(index);
    return new Holding(held.value() * price / held.price(), price);
  }

  private static Map<String, Holding> invested(
      Map<String, Double> weights, double value, Universe universe) {
    Map<String, Holding> holdings = new TreeMap<>();
    weights.forEach(
        (symbol, weight) ->
            holdings.put(
                symbol, new Holding(weight * value, universe.price(universe.indexOf(symbol)))));
    return holdings;
  }

  private double valueOf(String symbol) {
    Holding held = holdings.get(symbol);
    return held == null ? 0 : held.value();
  }

  private double value() {
    return holdings.values().stream().mapToDouble(Holding::value).sum();
  }
}
