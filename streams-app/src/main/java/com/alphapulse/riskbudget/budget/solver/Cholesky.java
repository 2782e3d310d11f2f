package com.alphapulse.riskbudget.budget.solver;

/** Cholesky factorisation of a symmetric positive definite matrix, in place. */
public final class Cholesky {

  private Cholesky() {}

  /**
   * Solves {@code matrix · x = right}; overwrites the lower triangle of {@code matrix}.
   *
   * @throws BudgetFailedException if the matrix is not positive definite
   */
  static double[] solve(double[][] matrix, double[] right) throws BudgetFailedException {
    if (!factorise(matrix)) {
      throw Matrices.notFinite();
    }
    double[] x = right.clone();
    substitute(matrix, x);
    return x;
  }

  /**
   * Replaces the lower triangle by its factor.
   *
   * @return whether the matrix is positive definite; if not, it is left half done
   */
  public static boolean factorise(double[][] matrix) {
    for (int j = 0; j < matrix.length; j++) {
      for (int i = j; i < matrix.length; i++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[i][k] * matrix[j][k];
        }
        if (i == j) {
          if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
            return false;
          }
          matrix[j][j] = Math.sqrt(sum);
        } else {
          matrix[i][j] = sum / matrix[j][j];
        }
      }
    }
    return true;
  }

  /** Replaces the right side {@code x} by the solution, from the factor. */
  static void substitute(double[][] factor, double[] x) {
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= factor[i][k] * x[k];
      }
      x[i] /= factor[i][i];
    }
    for (int i = x.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < x.length; k++) {
        x[i] -= factor[k][i] * x[k];
      }
      x[i] /= factor[i][i];
    }
  }
}
