package com.alphapulse.riskbudget.market;

import com.alphapulse.riskbudget.market.risk.EwmaCovariance;
import java.util.Arrays;
import java.util.List;

/**
 * The covariance by its definition, from the complete history at once: sums over all bars, nothing
 * kept from bar to bar. Written apart from {@link EwmaCovariance}, to test it.
 */
public final class PlainEwma {

  private final double volatilityDecay;
  private final double correlationDecay;
  private final double shrinkage;
  private final double barsPerYear;
  private final int[] arrivals;
  private final List<double[]> history;
  private final double[][] scaled;

  public PlainEwma(
      double volatilityHalfLife,
      double correlationHalfLife,
      double shrinkage,
      double barsPerYear,
      int[] arrivals,
      List<double[]> history) {
    this.volatilityDecay = Math.exp(-Math.log(2) / volatilityHalfLife);
    this.correlationDecay = Math.exp(-Math.log(2) / correlationHalfLife);
    this.shrinkage = shrinkage;
    this.barsPerYear = barsPerYear;
    this.arrivals = arrivals;
    this.history = history;
    this.scaled = scaled();
  }

  public double volatility(int i) {
    double[] slow = slow(i, history.size());
    double floor = slow[1] == 0 ? 0 : slow[0] / slow[1] / 4;
    return Math.sqrt(Math.max(variance(i, history.size()), floor) * barsPerYear);
  }

  public double correlation(int i, int j) {
    if (!moves(i) || !moves(j)) {
      return 0;
    }
    double sum = 0;
    int pairs = 0;
    for (int a = 0; a < arrived(history.size()); a++) {
      for (int b = 0; b < a; b++) {
        if (moves(a) && moves(b)) {
          sum += sample(a, b);
          pairs++;
        }
      }
    }
    return (1 - shrinkage) * sample(i, j) + shrinkage * sum / pairs;
  }

  private int arrived(int bars) {
    return (int) Arrays.stream(arrivals).filter(arrival -> arrival < bars).count();
  }

  private boolean moves(int i) {
    return variance(i, history.size()) > 1e-24 && product(i, i) > 1e-12;
  }

  private double sample(int i, int j) {
    return product(i, j) / Math.sqrt(product(i, i) * product(j, j));
  }

  private double product(int i, int j) {
    double sum = 0;
    for (int bar = 0; bar < history.size(); bar++) {
      sum += scaled[bar][i] * scaled[bar][j] * Math.pow(correlationDecay, activeAfter(bar));
    }
    return sum;
  }

  /** Bars after this one in which at least one instrument had an observation. */
  private int activeAfter(int bar) {
    int count = 0;
    for (int later = bar + 1; later < history.size(); later++) {
      count += anyObserved(later) ? 1 : 0;
    }
    return count;
  }

  private boolean anyObserved(int bar) {
    return Arrays.stream(history.get(bar), 0, arrived(bar + 1)).anyMatch(r -> !Double.isNaN(r));
  }

  /** Variance from the observations of the bars before {@code bars}, with the prior. */
  private double variance(int i, int bars) {
    double squares = 0;
    double weights = 0;
    double weight = 1;
    for (int bar = bars - 1; bar >= arrivals[i]; bar--) {
      double value = history.get(bar)[i];
      if (!Double.isNaN(value)) {
        squares += weight * value * value;
        weights += weight;
        weight *= volatilityDecay;
      }
    }
    double[] prior = prior(i);
    squares += weight * prior[0] * prior[1];
    weights += weight * prior[0];
    return weights == 0 ? 0 : squares / weights;
  }

  /**
   * Squares and weights at a half-life of 252, without what follows ten observations of nothing.
   */
  private double[] slow(int i, int bars) {
    double decay = Math.exp(-Math.log(2) / 252);
    double[] sums = slowPrior(i);
    int nothing = 0;
    for (int bar = arrivals[i]; bar < bars; bar++) {
      double value = history.get(bar)[i];
      if (Double.isNaN(value)) {
        continue;
      }
      nothing = value == 0 ? nothing + 1 : 0;
      if (nothing <= 10) {
        sums[0] = decay * sums[0] + value * value;
        sums[1] = decay * sums[1] + 1;
      }
    }
    return sums;
  }

  private double[] slowPrior(int i) {
    double riskiest = -1;
    double[] prior = {0, 0};
    for (int k = 0; k < i; k++) {
      if (variance(k, arrivals[i]) > riskiest) {
        riskiest = variance(k, arrivals[i]);
        double[] slow = slow(k, arrivals[i]);
        double weight = Math.min(10, slow[1]);
        prior = new double[] {slow[1] == 0 ? 0 : weight * slow[0] / slow[1], weight};
      }
    }
    return prior;
  }

  /** Weight and variance that an instrument starts with: those of the riskiest one before it. */
  private double[] prior(int i) {
    double[] prior = {0, 0};
    for (int k = 0; k < i; k++) {
      double variance = variance(k, arrivals[i]);
      if (k == 0 || variance > prior[1]) {
        prior = new double[] {Math.min(10, weight(k, arrivals[i])), variance};
      }
    }
    return prior;
  }

  private double weight(int k, int bars) {
    double weights = 0;
    double weight = 1;
    for (int bar = bars - 1; bar >= arrivals[k]; bar--) {
      if (!Double.isNaN(history.get(bar)[k])) {
        weights += weight;
        weight *= volatilityDecay;
      }
    }
    return weights + weight * prior(k)[0];
  }

  /** Devolatilised returns, complete: gaps and the time before an arrival filled with the mean. */
  private double[][] scaled() {
    int instruments = arrivals.length;
    double[][] complete = new double[history.size()][instruments];
    for (int bar = 0; bar < history.size(); bar++) {
      double sum = 0;
      int observed = 0;
      for (int i = 0; i < arrived(bar + 1); i++) {
        double value = history.get(bar)[i];
        if (!Double.isNaN(value)) {
          double variance = variance(i, bar + 1);
          complete[bar][i] = variance < 1e-24 ? 0 : value / Math.sqrt(variance);
          sum += complete[bar][i];
          observed++;
        }
      }
      for (int i = 0; i < instruments; i++) {
        if (arrivals[i] <= bar && Double.isNaN(history.get(bar)[i])) {
          complete[bar][i] = observed == 0 ? 0 : sum / observed;
        }
      }
    }
    for (int i = 0; i < instruments; i++) {
      for (int bar = 0; bar < arrivals[i]; bar++) {
        complete[bar][i] = Arrays.stream(complete[bar], 0, i).average().orElse(0);
      }
    }
    return complete;
  }
}
