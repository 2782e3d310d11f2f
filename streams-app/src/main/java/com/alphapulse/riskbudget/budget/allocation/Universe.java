package com.alphapulse.riskbudget.budget.allocation;

import static com.alphapulse.riskbudget.budget.solver.BudgetFailedException.Reason.NO_PRICE;

import com.alphapulse.riskbudget.budget.allocation.Exclusion.Cause;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarkedPrice;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.MarketSnapshot.SymbolRisk;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The instruments of one portfolio within a market snapshot: prices, units and risk model. */
public final class Universe {
  private final MarketSnapshot snapshot;
  private final List<SymbolRisk> members;
  private final int[] positionsInSnapshot;
  private final Map<String, Integer> indices;
  private final List<Exclusion> excluded;

  private Universe(
      MarketSnapshot snapshot,
      List<SymbolRisk> members,
      int[] positionsInSnapshot,
      Map<String, Integer> indices,
      List<Exclusion> excluded) {
    this.snapshot = snapshot;
    this.members = members;
    this.positionsInSnapshot = positionsInSnapshot;
    this.indices = indices;
    this.excluded = List.copyOf(excluded);
  }

  /**
   * Picks those of the symbols that a budget can be made of, in the order given. One without a
   * price above 0 or without a closed bar, or in a currency that is not {@code baseCurrency} or not
   * known, is excluded.
   *
   * @throws BudgetFailedException if none of them has a price
   */
  public static Universe of(
      MarketSnapshot snapshot, Collection<String> symbols, String baseCurrency)
      throws BudgetFailedException {
    Map<String, Integer> available = new HashMap<>();
    for (int i = 0; i < snapshot.symbols().size(); i++) {
      available.put(snapshot.symbols().get(i).instrument().symbol(), i);
    }
    List<SymbolRisk> members = new ArrayList<>();
    List<Exclusion> excluded = new ArrayList<>();
    int[] positions = new int[symbols.size()];
    Map<String, Integer> indices = new LinkedHashMap<>();
    for (String symbol : symbols) {
      int position = available.getOrDefault(symbol, -1);
      Optional<Exclusion> exclusion =
          position < 0
              ? Optional.of(unmodelled(snapshot, symbol, baseCurrency))
              : exclusion(snapshot, snapshot.symbols().get(position), baseCurrency);
      if (exclusion.isPresent()) {
        excluded.add(exclusion.get());
      } else {
        positions[members.size()] = position;
        indices.put(symbol, members.size());
        members.add(snapshot.symbols().get(position));
      }
    }
    boolean anyPrice =
        !members.isEmpty() || excluded.stream().anyMatch(e -> e.cause() != Cause.NO_PRICE);
    if (!anyPrice && !excluded.isEmpty()) {
      throw new BudgetFailedException(
          NO_PRICE,
          "%s%s"
              .formatted(
                  excluded.get(0).why(),
                  excluded.size() == 1 ? "" : ", nor for any of the other symbols"));
    }
    return new Universe(snapshot, members, positions, indices, excluded);
  }

  private static Optional<Exclusion> exclusion(
      MarketSnapshot snapshot, SymbolRisk risk, String baseCurrency) {
    InstrumentSpec instrument = risk.instrument();
    if (risk.price().signum() <= 0) {
      return Optional.of(noPrice(snapshot, instrument.symbol()));
    }
    if (instrument.currency().equals(baseCurrency)) {
      return Optional.empty();
    }
    return Optional.of(foreign(instrument, baseCurrency));
  }

  private static Exclusion unmodelled(MarketSnapshot snapshot, String symbol, String baseCurrency) {
    MarkedPrice marked = snapshot.unmodelled().get(symbol);
    if (marked == null) {
      return noPrice(snapshot, symbol);
    }
    return marked
        .instrument()
        .multiplierIn(baseCurrency)
        .map(
            multiplier ->
                new Exclusion(
                    symbol,
                    Cause.NO_BAR,
                    "no bar of " + symbol + " has closed yet",
                    Optional.of(marked.price().multiply(multiplier))))
        .orElseGet(() -> foreign(marked.instrument(), baseCurrency));
  }

  private static Exclusion foreign(InstrumentSpec instrument, String baseCurrency) {
    return new Exclusion(
        instrument.symbol(),
        Cause.CURRENCY,
        instrument.currency().isEmpty()
            ? "the currency of " + instrument.symbol() + " is not known"
            : "%s is priced in %s, not in %s"
                .formatted(instrument.symbol(), instrument.currency(), baseCurrency),
        Optional.empty());
  }

  private static Exclusion noPrice(MarketSnapshot snapshot, String symbol) {
    return new Exclusion(
        symbol,
        Cause.NO_PRICE,
        "market " + snapshot.market() + " has no price for " + symbol,
        Optional.empty());
  }

  /** Symbols that were left out, in the order given. */
  public List<Exclusion> excluded() {
    return excluded;
  }

  public int size() {
    return members.size();
  }

  public String symbol(int index) {
    return members.get(index).instrument().symbol();
  }

  public List<String> symbols() {
    return List.copyOf(indices.keySet());
  }

  /** Index of a symbol; -1 if it is not a member. */
  public int indexOf(String symbol) {
    return indices.getOrDefault(symbol, -1);
  }

  public InstrumentSpec instrument(int index) {
    return members.get(index).instrument();
  }

  public double price(int index) {
    return members.get(index).price().doubleValue();
  }

  /** Notional of one unit: price times contract multiplier. */
  public BigDecimal unitNotional(int index) {
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
  public double[][] covariance() throws BudgetFailedException {
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
    double[][] rows = snapshot.correlations().rows();
    if (row >= rows.length || column >= rows[row].length) {
      throw notFinite("correlation of " + symbol(i) + " and " + symbol(j));
    }
    double correlation = rows[row][column];
    if (!(Math.abs(correlation) <= 1 + 1e-9)) {
      throw notFinite("correlation of " + symbol(i) + " and " + symbol(j));
    }
    return correlation;
  }

  /** Indices of those of the symbols that are members, in the order given. */
  public int[] members(List<String> symbols) {
    return symbols.stream().mapToInt(this::indexOf).filter(index -> index >= 0).toArray();
  }

  private static BudgetFailedException notFinite(String what) {
    return new BudgetFailedException(
        BudgetFailedException.Reason.NOT_FINITE, "the " + what + " is missing or not usable");
  }
}
