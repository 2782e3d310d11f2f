package com.alphapulse.riskbudget.market;

/**
 * Shrinkage of a sample covariance towards a multiple of the identity, with the weight that
 * minimises the expected squared error (Ledoit and Wolf, "A Well-Conditioned Estimator for
 * Large-Dimensional Covariance Matrices", Journal of Multivariate Analysis 88, 2004). For samples
 * that are all equally recent; {@link EwmaCovariance} is the one for a stream.
 *
 * @param covariance shrunk covariance, N × N, per observation
 * @param shrinkage weight of the identity's multiple, 0 to 1
 */
public record LedoitWolf(double[][] covariance, double shrinkage) {

  /**
   * Estimates from observations.
   *
   * @param observations T rows of N returns, finite; the mean of each column is taken off, and the
   *     sample covariance is divided by T
   * @throws IllegalArgumentException if there is no observation, no column, rows differ in length,
   *     or a value is not finite
   */
  public static LedoitWolf of(double[][] observations) {
    double[][] centred = centred(observations);
    int size = centred[0].length;
    double[][] sample = new double[size][size];
    double[][] fourth = new double[size][size];
    for (double[] row : centred) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          double product = row[i] * row[j];
          sample[i][j] += product / centred.length;
          fourth[i][j] += product * product / centred.length;
        }
      }
    }
    double mean = 0;
    for (int i = 0; i < size; i++) {
      mean += sample[i][i] / size;
    }
    double shrinkage = shrinkage(sample, fourth, mean, centred.length);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        sample[i][j] = (1 - shrinkage) * sample[i][j] + (i == j ? shrinkage * mean : 0);
      }
    }
    return new LedoitWolf(sample, shrinkage);
  }

  /** The paper's b²/d², with b² at most d². */
  private static double shrinkage(double[][] sample, double[][] fourth, double mean, int count) {
    double distance = 0;
    double error = 0;
    for (int i = 0; i < sample.length; i++) {
      for (int j = 0; j < sample.length; j++) {
        double deviation = sample[i][j] - (i == j ? mean : 0);
        distance += deviation * deviation;
        error += (fourth[i][j] - sample[i][j] * sample[i][j]) / count;
      }
    }
    return distance == 0 ? 0 : Math.max(0, Math.min(1, error / distance));
  }

  private static double[][] centred(double[][] observations) {
    if (observations.length == 0 || observations[0].length == 0) {
      throw new IllegalArgumentException("no observations");
    }
    int size = observations[0].length;
    double[] means = new double[size];
    for (double[] row : observations) {
      if (row.length != size) {
        throw new IllegalArgumentException("rows of " + size + " and " + row.length + " values");
      }
      for (int i = 0; i < size; i++) {
        if (!Double.isFinite(row[i])) {
          throw new IllegalArgumentException("value " + row[i] + " in column " + i);
        }
        means[i] += row[i] / observations.length;
      }
    }
    double[][] centred = new double[observations.length][size];
    for (int t = 0; t < centred.length; t++) {
      for (int i = 0; i < size; i++) {
        centred[t][i] = observations[t][i] - means[i];
      }
    }
    return centred;
  }
}
