package com.alphapulse.riskbudget.budget;

import static com.alphapulse.riskbudget.budget.BudgetFailedException.Reason.NO_PRICE;

import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.MarketSnapshot.SymbolRisk;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The instruments of one portfolio within a market snapshot: prices, units and risk model. */
final class Universe {
  private final MarketSnapshot snapshot;
  private final List<SymbolRisk> members;
  private final int[] positionsInSnapshot;
  private final Map<String, Integer> indices;

  private Universe(
      MarketSnapshot snapshot,
      List<SymbolRisk> members,
      int[] positionsInSnapshot,
      Map<String, Integer> indices) {
    this.snapshot = snapshot;
    this.members = members;
    this.positionsInSnapshot = positionsInSnapshot;
    this.indices = indices;
  }

  /**
   * Picks the symbols, in the order given.
   *
   * @throws BudgetFailedException if one of them has no price above 0, or is priced in a currency
   *     other than {@code baseCurrency}: nothing here converts currencies
   */
  static Universe of(MarketSnapshot snapshot, Collection<String> symbols, String baseCurrency)
      throws BudgetFailedException {
    Map<String, Integer> available = new HashMap<>();
    for (int i = 0; i < snapshot.symbols().size(); i++) {
      available.put(snapshot.symbols().get(i).instrument().symbol(), i);
    }
    List<SymbolRisk> members = new ArrayList<>();
    int[] positions = new int[symbols.size()];
    Map<String, Integer> indices = new LinkedHashMap<>();
    for (String symbol : symbols) {
      Integer position = available.get(symbol);
      if (position == null || snapshot.symbols().get(position).price().signum() <= 0) {
        throw new BudgetFailedException(
            NO_PRICE, "market " + snapshot.market() + " has no price for " + symbol);
      }
      InstrumentSpec instrument = snapshot.symbols().get(position).instrument();
      if (!instrument.currency().isEmpty() && !instrument.currency().equals(baseCurrency)) {
        throw new BudgetFailedException(
            NO_PRICE,
            symbol + " is priced in " + instrument.currency() + ", not in " + baseCurrency);
      }
      positions[members.size()] = position;
      indices.put(symbol, members.size());
      members.add(snapshot.symbols().get(position));
    }
    return new Universe(snapshot, members, positions, indices);
  }

  int size() {
    return members.size();
  }

  String symbol(int index) {
    return members.get(index).instrument().symbol();
  }

  List<String> symbols() {
    return List.copyOf(indices.keySet());
  }

  /** Index of a symbol; -1 if it is not a member. */
  int indexOf(String symbol) {
    return indices.getOrDefault(symbol, -1);
  }

  InstrumentSpec instrument(int index) {
    return members.get(index).instrument();
  }

  double price(int index) {
    return members.get(index).price().doubleValue();
  }

  /** Notional of one unit: price times contract multiplier. */
  BigDecimal unitNotional(int index) {
    return members.get(index).price().multiply(instrument(index).contractMultiplier());
  }

  /** Whether it belongs to the defensive classes, bonds and cash. */
  boolean defensive(int index) {
    AssetClass assetClass = instrument(index).assetClass();
    return assetClass == AssetClass.BOND || assetClass == AssetClass.CASH;
  }

  /**
   * Annualised covariance {@code D·C·D} of the members.
   *
   * @throws BudgetFailedException if a volatility is not finite or below 0, or a correlation is
   *     missing or outside -1 to 1
   */
  double[][] covariance() throws BudgetFailedException {
    int n = members.size();
    double[][] covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      double volatility = members.get(i).volatility();
      if (!(volatility >= 0 && volatility < Double.POSITIVE_INFINITY)) {
        throw notFinite("volatility of " + symbol(i));
      }
      covariance[i][i] = volatility * volatility;
      for (int j = 0; j < i; j++) {
        double value = correlation(i, j) * volatility * members.get(j).volatility();
        covariance[i][j] = value;
        covariance[j][i] = value;
      }
    }
    return covariance;
  }

  private double correlation(int i, int j) throws BudgetFailedException {
    int row = Math.max(positionsInSnapshot[i], positionsInSnapshot[j]);
    int column = Math.min(positionsInSnapshot[i], positionsInSnapshot[j]);
    double[][] rows = snapshot.correlations();
    if (row >= rows.length || column >= rows[row].length) {
      throw notFinite("correlation of " + symbol(i) + " and " + symbol(j));
    }
    double correlation = rows[row][column];
    if (!(Math.abs(correlation) <= 1 + 1e-9)) {
      throw notFinite("correlation of " + symbol(i) + " and " + symbol(j));
    }
    return correlation;
  }

  private static BudgetFailedException notFinite(String what) {
    return new BudgetFailedException(
        BudgetFailedException.Reason.NOT_FINITE, "the " + what + " is missing or not usable");
  }
}
