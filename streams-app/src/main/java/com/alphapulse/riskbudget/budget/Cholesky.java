package com.alphapulse.riskbudget.budget;

/** Cholesky factorisation of a symmetric positive definite matrix, in place. */
final class Cholesky {

  private Cholesky() {}

  /**
   * Solves {@code matrix · x = right}; overwrites the lower triangle of {@code matrix}.
   *
   * @throws BudgetFailedException if the matrix is not positive definite
   */
  static double[] solve(double[][] matrix, double[] right) throws BudgetFailedException {
    int n = right.length;
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[i][k] * matrix[j][k];
        }
        if (i == j) {
          if (!(sum > 0)) {
            throw Matrices.notFinite();
          }
          matrix[j][j] = Math.sqrt(sum);
        } else {
          matrix[i][j] = sum / matrix[j][j];
        }
      }
    }
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= matrix[i][k] * x[k];
      }
      x[i] /= matrix[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= matrix[k][i] * x[k];
      }
      x[i] /= matrix[i][i];
    }
    return x;
  }
}
