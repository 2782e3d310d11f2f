package com.alphapulse.riskbudget.budget.trades;

import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.domain.Fill;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cash and positions of a portfolio, exact; positions by strategy, so that risk can be told apart.
 */
public final class Holdings {
  private BigDecimal cash = BigDecimal.ZERO;
  private final TreeMap<String, TreeMap<String, BigDecimal>> byStrategy = new TreeMap<>();

  public void deposit(BigDecimal amount) {
    cash = cash.add(amount);
  }

  /** Books a fill: units against cash at price times multiplier, and the fee. */
  public void book(Fill fill, BigDecimal contractMultiplier) {
    book(
        fill.strategyId(),
        fill.symbol(),
        fill.side().signed(fill.quantity()),
        fill.price().multiply(contractMultiplier),
        fill.fee());
  }

  /**
   * Books units against cash, and a fee.
   *
   * @param units below 0 where they are sold
   * @param unitPrice price of one unit, in base currency
   */
  public void book(
      String strategyId, String symbol, BigDecimal units, BigDecimal unitPrice, BigDecimal fee) {
    cash = cash.subtract(units.multiply(unitPrice)).subtract(fee);
    if (units.signum() == 0) {
      return;
    }
    TreeMap<String, BigDecimal> positions =
        byStrategy.computeIfAbsent(strategyId, id -> new TreeMap<>());
    BigDecimal position = positions.getOrDefault(symbol, BigDecimal.ZERO).add(units);
    if (position.signum() == 0) {
      positions.remove(symbol);
    } else {
      positions.put(symbol, position);
    }
    if (positions.isEmpty()) {
      byStrategy.remove(strategyId);
    }
  }

  public BigDecimal cash() {
    return cash;
  }

  /** What a strategy holds of a symbol, in units. */
  public BigDecimal position(String strategyId, String symbol) {
    TreeMap<String, BigDecimal> positions = byStrategy.get(strategyId);
    return positions == null ? BigDecimal.ZERO : positions.getOrDefault(symbol, BigDecimal.ZERO);
  }

  /** Every symbol that some strategy holds, sorted. */
  public SortedSet<String> symbols() {
    SortedSet<String> symbols = new TreeSet<>();
    byStrategy.values().forEach(positions -> symbols.addAll(positions.keySet()));
    return symbols;
  }

  /** Every strategy that holds something, sorted. */
  SortedSet<String> strategies() {
    return new TreeSet<>(byStrategy.keySet());
  }

  /** Units of a symbol over all strategies. */
  public BigDecimal position(String symbol) {
    BigDecimal position = BigDecimal.ZERO;
    for (TreeMap<String, BigDecimal> positions : byStrategy.values()) {
      position = position.add(positions.getOrDefault(symbol, BigDecimal.ZERO));
    }
    return position;
  }

  /** Net notional of what is excluded and has a price, in the order of the exclusions. */
  public BigDecimal[] excludedNotionals(Universe universe) {
    return universe.excluded().stream()
        .map(
            exclusion ->
                exclusion
                    .unitNotional()
                    .map(position(exclusion.symbol())::multiply)
                    .orElse(BigDecimal.ZERO))
        .toArray(BigDecimal[]::new);
  }

  /** Net notional by member of the universe, base currency. */
  public BigDecimal[] notionals(Universe universe) {
    BigDecimal[] notionals = new BigDecimal[universe.size()];
    for (int s = 0; s < notionals.length; s++) {
      notionals[s] = position(universe.symbol(s)).multiply(universe.unitNotional(s));
    }
    return notionals;
  }

  /** Notional of one strategy's positions by member of the universe, divided by equity. */
  public double[] weights(String strategyId, Universe universe, BigDecimal equity) {
    TreeMap<String, BigDecimal> positions = byStrategy.getOrDefault(strategyId, new TreeMap<>());
    double[] weights = new double[universe.size()];
    for (int s = 0; s < weights.length; s++) {
      BigDecimal position = positions.get(universe.symbol(s));
      if (position != null) {
        weights[s] =
            position.multiply(universe.unitNotional(s)).doubleValue() / equity.doubleValue();
      }
    }
    return weights;
  }

  /** Cash plus the notionals of members and of what is excluded. */
  public BigDecimal equity(BigDecimal[] notionals, BigDecimal[] excluded) {
    BigDecimal equity = cash;
    for (BigDecimal notional : notionals) {
      equity = equity.add(notional);
    }
    for (BigDecimal notional : excluded) {
      equity = equity.add(notional);
    }
    return equity;
  }

  public void writeTo(DataOutput out) throws IOException {
    StateIo.writeDecimal(out, cash);
    out.writeInt(byStrategy.size());
    for (var strategy : byStrategy.entrySet()) {
      StateIo.writeText(out, strategy.getKey());
      out.writeInt(strategy.getValue().size());
      for (var position : strategy.getValue().entrySet()) {
        StateIo.writeText(out, position.getKey());
        StateIo.writeDecimal(out, position.getValue());
      }
    }
  }

  public static Holdings readFrom(DataInput in) throws IOException {
    Holdings holdings = new Holdings();
    holdings.cash = StateIo.readDecimal(in);
    for (int strategies = in.readInt(); strategies > 0; strategies--) {
      TreeMap<String, BigDecimal> positions = new TreeMap<>();
      holdings.byStrategy.put(StateIo.readText(in), positions);
      for (int count = in.readInt(); count > 0; count--) {
        positions.put(StateIo.readText(in), StateIo.readDecimal(in));
      }
    }
    return holdings;
  }
}
