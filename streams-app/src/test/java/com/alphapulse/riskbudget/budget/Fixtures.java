package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.allocation.Allocator;
import com.alphapulse.riskbudget.budget.allocation.ClassPreferenceAllocator;
import com.alphapulse.riskbudget.budget.allocation.EqualWeightAllocator;
import com.alphapulse.riskbudget.budget.allocation.HierarchicalRiskParityAllocator;
import com.alphapulse.riskbudget.budget.allocation.MeanVarianceAllocator;
import com.alphapulse.riskbudget.budget.allocation.PreferenceAllocator;
import com.alphapulse.riskbudget.budget.allocation.RiskBudgetingAllocator;
import com.alphapulse.riskbudget.budget.allocation.VolatilityWeightedAllocator;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.Fill;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Portfolios, markets and matrices for tests. */
public final class Fixtures {
  public static final String PORTFOLIO = "alpha";
  public static final long MINUTE = 60_000;
  static final double BARS_PER_YEAR = 252;

  private Fixtures() {}

  public static RiskBudgeting settings(String... lines) {
    StringBuilder yaml = new StringBuilder("risk_budgeting:\n");
    for (String line : lines) {
      yaml.append("  ").append(line).append('\n');
    }
    return Configuration.parse("test", yaml.toString()).riskBudgeting();
  }

  public static PortfolioSpec portfolio(StrategySpec... strategies) {
    return portfolio("1000000", HardLimits.NONE, Set.of(), strategies);
  }

  public static PortfolioSpec portfolio(
      String cash, HardLimits limits, Set<String> restricted, StrategySpec... strategies) {
    return new PortfolioSpec(
        PORTFOLIO, "us", "USD", new BigDecimal(cash), List.of(strategies), limits, restricted);
  }

  public static StrategySpec strategy(String id, double riskShare, String... symbols) {
    return new StrategySpec(id, riskShare, List.of(symbols), 0, 1);
  }

  public static Fill fill(
      String strategy, String symbol, Side side, String quantity, String price) {
    return new Fill(
        "o", strategy, symbol, side, dec(quantity), dec(price), BigDecimal.ZERO, "e", 0);
  }

  public static RiskOverrideSpec override(
      String id, OverrideScope scope, String scopeId, OverrideAction action, String value) {
    return override(id, scope, scopeId, action, value, Optional.empty(), OptionalLong.empty());
  }

  public static RiskOverrideSpec override(
      String id,
      OverrideScope scope,
      String scopeId,
      OverrideAction action,
      String value,
      Optional<Regime> regime,
      OptionalLong expiresAt) {
    return new RiskOverrideSpec(
        id,
        PORTFOLIO,
        scope,
        scopeId,
        action,
        value.isEmpty() ? Optional.empty() : Optional.of(dec(value)),
        regime,
        Optional.empty(),
        false,
        "operator",
        "test",
        0,
        expiresAt);
  }

  public static BigDecimal dec(String value) {
    return new BigDecimal(value);
  }

  /** Market whose symbols can be set one by one; the time is a minute per sequence. */
  public static final class Market {
    private final Map<String, MarketSnapshot.SymbolRisk> symbols = new TreeMap<>();
    private double correlation;
    private Regime regime = Regime.BULL;
    private Map<Regime, Double> probabilities = Map.of();
    private boolean warm = true;
    private double averageCorrelation = 0.3;
    private long since;

    public Market symbol(String symbol, String price, double volatility) {
      return symbol(symbol, AssetClass.EQUITY, price, volatility);
    }

    public Market symbol(String symbol, AssetClass assetClass, String price, double volatility) {
      symbols.put(
          symbol,
          new MarketSnapshot.SymbolRisk(
              InstrumentSpec.defaults(symbol, assetClass, "USD"), dec(price), volatility));
      return this;
    }

    Market instrument(InstrumentSpec instrument, String price, double volatility) {
      symbols.put(
          instrument.symbol(), new MarketSnapshot.SymbolRisk(instrument, dec(price), volatility));
      return this;
    }

    Market without(String symbol) {
      symbols.remove(symbol);
      return this;
    }

    public Market correlation(double value) {
      correlation = value;
      return this;
    }

    Market averageCorrelation(double value) {
      averageCorrelation = value;
      return this;
    }

    public Market regime(Regime value) {
      regime = value;
      return this;
    }

    public Market since(long eventTime) {
      since = eventTime;
      return this;
    }

    Market probabilities(Map<Regime, Double> values) {
      probabilities = values;
      return this;
    }

    public Market warm(boolean value) {
      warm = value;
      return this;
    }

    public MarketSnapshot at(long sequence) {
      double[][] correlations = new double[symbols.size()][];
      for (int i = 0; i < correlations.length; i++) {
        correlations[i] = new double[i];
        Arrays.fill(correlations[i], correlation);
      }
      return new MarketSnapshot(
          "us",
          sequence,
          sequence * MINUTE,
          sequence,
          BARS_PER_YEAR,
          warm,
          new MarketSnapshot.Detected(regime, 0.9, probabilities, since, "test"),
          List.copyOf(symbols.values()),
          new MarketSnapshot.Correlations(correlations, averageCorrelation, 0),
          Map.of());
    }
  }

  public static double[][] covariance(double[] volatilities, double[][] correlations) {
    double[][] covariance = new double[volatilities.length][volatilities.length];
    for (int i = 0; i < volatilities.length; i++) {
      for (int j = 0; j < volatilities.length; j++) {
        covariance[i][j] = correlations[i][j] * volatilities[i] * volatilities[j];
      }
    }
    return covariance;
  }

  /** Two factors and noise of its own for each of n assets. */
  public static double[][] factorCovariance(int n, Random random, double noise) {
    double[][] loadings = new double[n][2];
    double[] volatilities = new double[n];
    for (int i = 0; i < n; i++) {
      loadings[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
      volatilities[i] = 0.05 + random.nextDouble();
    }
    double[][] covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance[i][j] =
            volatilities[i]
                * volatilities[j]
                * (Matrices.dot(loadings[i], loadings[j]) + (i == j ? noise : 0));
      }
    }
    return covariance;
  }

  /** Random volatilities and one correlation. */
  static double[][] evenlyCorrelated(int n, Random random, double correlation) {
    double[] volatilities = random.doubles(n, 0.05, 0.6).toArray();
    double[][] correlations = new double[n][n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(correlations[i], correlation);
      correlations[i][i] = 1;
    }
    return covariance(volatilities, correlations);
  }

  /** Every method, for n assets; preferences and expected returns differ by asset. */
  public static List<Allocator> methods(int n) {
    double[] rising = new double[n];
    AssetClass[] classes = new AssetClass[n];
    double[] byClass = new double[n];
    for (int i = 0; i < n; i++) {
      rising[i] = 0.01 * (1 + i);
      classes[i] = i % 3 == 0 ? AssetClass.BOND : AssetClass.EQUITY;
      byClass[i] = i % 3 == 0 ? 0.3 : 0.7;
    }
    return List.of(
        new RiskBudgetingAllocator(),
        new VolatilityWeightedAllocator(),
        new EqualWeightAllocator(),
        new HierarchicalRiskParityAllocator(),
        new MeanVarianceAllocator(rising, 2.5),
        MeanVarianceAllocator.minimumVariance(),
        new PreferenceAllocator(rising),
        new ClassPreferenceAllocator(classes, byClass));
  }

  public static double[][] scaled(double[][] matrix, double factor) {
    double[][] scaled = new double[matrix.length][];
    for (int i = 0; i < matrix.length; i++) {
      scaled[i] = Arrays.stream(matrix[i]).map(x -> x * factor).toArray();
    }
    return scaled;
  }

  public static double[] contributions(double[][] covariance, double[] weights) {
    double[] marginal = Matrices.times(covariance, weights);
    double variance = Matrices.dot(weights, marginal);
    double[] contributions = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      contributions[i] = weights[i] * marginal[i] / variance;
    }
    return contributions;
  }

  /** A matrix with a header row and a first column of names. */
  static double[][] matrix(String resource) {
    List<String[]> rows = rows(resource);
    double[][] matrix = new double[rows.size() - 1][];
    for (int i = 1; i < rows.size(); i++) {
      String[] row = rows.get(i);
      matrix[i - 1] = Arrays.stream(row, 1, row.length).mapToDouble(Double::parseDouble).toArray();
    }
    return matrix;
  }

  static String[] header(String resource) {
    String[] header = rows(resource).get(0);
    return Arrays.copyOfRange(header, 1, header.length);
  }

  static Map<String, Double> column(String resource) {
    Map<String, Double> column = new TreeMap<>();
    List<String[]> rows = rows(resource);
    for (String[] row : rows.subList(1, rows.size())) {
      column.put(row[0], Double.parseDouble(row[1]));
    }
    return column;
  }

  private static List<String[]> rows(String resource) {
    List<String[]> rows = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Fixtures.class.getResourceAsStream("/oracles/" + resource),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        rows.add(line.split(",", -1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
