package com.alphapulse.riskbudget.backtest.replay;

import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.MarketSnapshot.SymbolRisk;
import com.alphapulse.riskbudget.domain.Regime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Notes what the report shows of each day of a dynamic portfolio. */
public final class Diary implements Consumer<DynamicPortfolio.Day> {
  private final int start;
  private final Map<String, Integer> columns = new HashMap<>();
  private final double[] leverage;
  private final double[] limit;
  private final Regime[] regimes;
  private final double[][] weights;
  private final double[][] contributions;

  /**
   * An empty diary.
   *
   * @param start first day, by number
   */
  Diary(List<String> symbols, int start, int days) {
    this.start = start;
    symbols.forEach(symbol -> columns.put(symbol, columns.size()));
    leverage = new double[days];
    limit = new double[days];
    regimes = new Regime[days];
    weights = new double[days][];
    contributions = new double[days][];
  }

  @Override
  public void accept(DynamicPortfolio.Day day) {
    int i = day.day() - start;
    leverage[i] = Arrays.stream(day.weights()).map(Math::abs).sum();
    limit[i] = i == 0 ? 0 : limit[i - 1];
    regimes[i] = i == 0 ? Regime.SIDEWAYS : regimes[i - 1];
    weights[i] = day.weights();
    contributions[i] = i == 0 ? new double[columns.size()] : contributions[i - 1];
    day.budgets().forEach(budget -> limit[i] = budget.leverageLimit().value());
    for (MarketSnapshot snapshot : day.snapshots()) {
      regimes[i] = snapshot.regime().regime();
      contributions[i] = contributions(snapshot, day.weights());
    }
  }

  /** Gross exposure held divided by equity, by day. */
  public double[] leverage() {
    return leverage;
  }

  /** Leverage limit of the budget in force, by day; 0 before the first. */
  public double[] limit() {
    return limit;
  }

  /** Regime of the latest snapshot, by day. */
  public Regime[] regimes() {
    return regimes;
  }

  int regimeSwitches() {
    int switches = 0;
    for (int i = 1; i < regimes.length; i++) {
      switches += regimes[i] != regimes[i - 1] ? 1 : 0;
    }
    return switches;
  }

  /** Notional held divided by equity, day × symbol. */
  public double[][] weights() {
    return weights;
  }

  /**
   * What each position adds to the forecast volatility of all, annualised, day × symbol; below 0
   * for one that hedges the others.
   */
  public double[][] contributions() {
    return contributions;
  }

  private double[] contributions(MarketSnapshot snapshot, double[] held) {
    List<SymbolRisk> symbols = snapshot.symbols();
    double[] exposures = new double[symbols.size()];
    for (int i = 0; i < exposures.length; i++) {
      Integer column = columns.get(symbols.get(i).instrument().symbol());
      exposures[i] = held[column] * symbols.get(i).volatility();
    }
    double[] covariances = exposures.clone();
    for (int i = 0; i < exposures.length; i++) {
      for (int j = 0; j < i; j++) {
        covariances[i] += snapshot.correlations().rows()[i][j] * exposures[j];
        covariances[j] += snapshot.correlations().rows()[i][j] * exposures[i];
      }
    }
    double variance = 0;
    for (int i = 0; i < exposures.length; i++) {
      variance += exposures[i] * covariances[i];
    }
    double[] contributions = new double[columns.size()];
    for (int i = 0; variance > 0 && i < exposures.length; i++) {
      contributions[columns.get(symbols.get(i).instrument().symbol())] =
          exposures[i] * covariances[i] / Math.sqrt(variance);
    }
    return contributions;
  }
}
