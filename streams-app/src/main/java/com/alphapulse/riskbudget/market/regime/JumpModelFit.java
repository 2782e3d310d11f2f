package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.market.risk.EwmaCovariance;
import java.util.Arrays;
import java.util.Optional;

/**
 * Fits a {@link JumpModel} by coordinate descent: the cheapest sequence of states for given
 * centroids by dynamic programming, the centroids for a given sequence as means, until neither
 * changes (Nystrup, Lindström and Madsen, 2020, algorithm 1).
 *
 * <p>The descent finds a local minimum, so it starts once per feature, from the means of the rows
 * that are cut into equal groups by that feature, and the cheapest end is taken. Nothing is drawn
 * at random.
 */
final class JumpModelFit {

  private static final int MAX_ITERATIONS = 100;

  private final double[][] rows;
  private final int states;
  private final double jumpPenalty;
  private final double[][] costs;
  private int[] sequence;
  private double[][] centroids;
  private double objective;

  private JumpModelFit(double[][] rows, int states, double jumpPenalty) {
    this.rows = rows;
    this.states = states;
    this.jumpPenalty = jumpPenalty;
    costs = new double[rows.length][states];
  }

  /**
   * Fits a model.
   *
   * @param features raw, one row per bar, oldest first; standardised in place
   * @param returns of the same bars
   * @param states number of states, at least 2
   * @return the model with its states ordered by volatility; empty if the returns do not vary
   */
  static Optional<JumpModel> fit(
      double[][] features, double[] returns, int states, double jumpPenalty) {
    double mean = Arrays.stream(returns).sum() / returns.length;
    double variance =
        Arrays.stream(returns).map(r -> (r - mean) * (r - mean)).sum() / returns.length;
    if (!(variance >= EwmaCovariance.MIN_VARIANCE)) {
      return Optional.empty();
    }
    Standardisation scaling = Standardisation.of(features);
    for (double[] row : features) {
      scaling.apply(row);
    }
    JumpModelFit best = null;
    for (int f = 0; f < features[0].length; f++) {
      JumpModelFit fit = new JumpModelFit(features, states, jumpPenalty);
      fit.start(f);
      fit.descend();
      if (best == null || fit.objective < best.objective) {
        best = fit;
      }
    }
    return Optional.of(best.model(scaling, returns));
  }

  private void start(int feature) {
    Integer[] order = new Integer[rows.length];
    Arrays.setAll(order, t -> t);
    Arrays.sort(order, (a, b) -> Double.compare(rows[a][feature], rows[b][feature]));
    sequence = new int[rows.length];
    for (int rank = 0; rank < order.length; rank++) {
      sequence[order[rank]] = (int) ((long) rank * states / order.length);
    }
    centroids = new double[states][rows[0].length];
    centre();
  }

  private void descend() {
    for (int i = 0; i < MAX_ITERATIONS; i++) {
      int[] before = sequence;
      assign();
      if (Arrays.equals(before, sequence)) {
        return;
      }
      centre();
    }
  }

  /** The cheapest sequence, and what it costs. */
  private void assign() {
    for (int t = 0; t < rows.length; t++) {
      double jump = t == 0 ? 0 : costs[t - 1][cheapest(costs[t - 1])] + jumpPenalty;
      for (int k = 0; k < states; k++) {
        double before = t == 0 ? 0 : Math.min(costs[t - 1][k], jump);
        costs[t][k] = before + JumpModel.loss(centroids[k], rows[t]);
      }
    }
    int[] path = new int[rows.length];
    int last = rows.length - 1;
    path[last] = cheapest(costs[last]);
    objective = costs[last][path[last]];
    for (int t = last; t > 0; t--) {
      int origin = cheapest(costs[t - 1]);
      boolean stays = costs[t - 1][path[t]] <= costs[t - 1][origin] + jumpPenalty;
      path[t - 1] = stays ? path[t] : origin;
    }
    sequence = path;
  }

  /** Centroids of the sequence; a state without rows keeps its own. */
  private void centre() {
    for (int k = 0; k < states; k++) {
      double[] sum = new double[rows[0].length];
      int count = 0;
      for (int t = 0; t < rows.length; t++) {
        if (sequence[t] == k) {
          count++;
          for (int f = 0; f < sum.length; f++) {
            sum[f] += rows[t][f];
          }
        }
      }
      for (int f = 0; f < sum.length && count > 0; f++) {
        centroids[k][f] = sum[f] / count;
      }
    }
  }

  private JumpModel model(Standardisation scaling, double[] returns) {
    double[] squares = new double[states];
    int[] counts = new int[states];
    for (int t = 0; t < returns.length; t++) {
      squares[sequence[t]] += returns[t] * returns[t];
      counts[sequence[t]]++;
    }
    double meanVolatility = 0;
    for (int k = 0; k < states; k++) {
      meanVolatility += Math.sqrt(squares[k] * counts[k]) / returns.length;
    }
    double[] volatilities = new double[states];
    for (int k = 0; k < states; k++) {
      // Of a state that no bar was in nothing is known: it passes for an average one.
      volatilities[k] = counts[k] == 0 ? meanVolatility : Math.sqrt(squares[k] / counts[k]);
    }
    int[] order = StateOrder.by(volatilities);
    double[][] ordered = new double[states][];
    double[] orderedVolatilities = new double[states];
    for (int k = 0; k < states; k++) {
      ordered[k] = centroids[order[k]];
      orderedVolatilities[k] = volatilities[order[k]];
    }
    return new JumpModel(scaling, ordered, orderedVolatilities, meanVolatility);
  }

  private static int cheapest(double[] costs) {
    int cheapest = 0;
    for (int k = 1; k < costs.length; k++) {
      if (costs[k] < costs[cheapest]) {
        cheapest = k;
      }
    }
    return cheapest;
  }
}
