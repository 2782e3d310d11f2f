package com.alphapulse.riskbudget.budget.solver;

import java.util.Optional;

/**
 * The linear system {@code Mx + R'y = −g, Rx − Dy = −s} of an interior-point step, with M positive
 * definite and D at least 0 on its diagonal: by Cholesky factors of M and of the Schur complement,
 * with one round of iterative refinement, since M nears singularity where nothing curves.
 */
final class NewtonSystem {
  private final double[][] matrix;
  private final double[][] factor;
  private final double[][] rows;
  private final double[][] columns;
  private final double[][] schur;
  private final double[] diagonal;

  private NewtonSystem(
      double[][] matrix,
      double[][] factor,
      double[][] rows,
      double[][] columns,
      double[][] schur,
      double[] diagonal) {
    this.matrix = matrix;
    this.factor = factor;
    this.rows = rows;
    this.columns = columns;
    this.schur = schur;
    this.diagonal = diagonal;
  }

  /**
   * Factorises.
   *
   * @param matrix M, n × n, symmetric
   * @param rows R, m × n
   * @param diagonal of D, m values
   * @return empty if M is not positive definite, or the rows depend on each other
   */
  static Optional<NewtonSystem> of(double[][] matrix, double[][] rows, double[] diagonal) {
    double[][] factor = new double[matrix.length][];
    for (int i = 0; i < matrix.length; i++) {
      factor[i] = matrix[i].clone();
    }
    if (!Cholesky.factorise(factor)) {
      return Optional.empty();
    }
    double[][] columns = new double[rows.length][];
    double[][] schur = new double[rows.length][rows.length];
    for (int e = 0; e < rows.length; e++) {
      columns[e] = rows[e].clone();
      Cholesky.substitute(factor, columns[e]);
      for (int f = 0; f <= e; f++) {
        schur[e][f] = Matrices.dot(rows[f], columns[e]);
      }
      schur[e][e] += diagonal[e];
    }
    return Cholesky.factorise(schur)
        ? Optional.of(new NewtonSystem(matrix, factor, rows, columns, schur, diagonal))
        : Optional.empty();
  }

  /**
   * Solves.
   *
   * @param g n values
   * @param s at least m values
   * @param x n values, set
   * @param y at least m values, set
   */
  void solve(double[] g, double[] s, double[] x, double[] y) {
    add(g, s, x, y);
    double[] missX = g.clone();
    double[] missY = s.clone();
    for (int i = 0; i < x.length; i++) {
      missX[i] += Matrices.dot(matrix[i], x);
      for (int e = 0; e < rows.length; e++) {
        missX[i] += rows[e][i] * y[e];
      }
    }
    for (int e = 0; e < rows.length; e++) {
      missY[e] += Matrices.dot(rows[e], x) - diagonal[e] * y[e];
    }
    add(missX, missY, x, y);
  }

  /** Adds the solution for these right sides. */
  private void add(double[] g, double[] s, double[] x, double[] y) {
    double[] newton = g.clone();
    Cholesky.substitute(factor, newton);
    double[] solved = new double[rows.length];
    for (int e = 0; e < rows.length; e++) {
      solved[e] = s[e] - Matrices.dot(rows[e], newton);
    }
    Cholesky.substitute(schur, solved);
    for (int i = 0; i < x.length; i++) {
      x[i] -= newton[i];
      for (int e = 0; e < rows.length; e++) {
        x[i] -= solved[e] * columns[e][i];
      }
    }
    for (int e = 0; e < rows.length; e++) {
      y[e] += solved[e];
    }
  }
}
