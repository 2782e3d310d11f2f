package com.alphapulse.riskbudget.budget.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Minimises {@code ½x'Qx + c'x − Σ βᵢ ln xᵢ} over a {@link FeasibleSet} by the primal-dual
 * interior-point method (Boyd and Vandenberghe, "Convex Optimization", 2004, section 11.7): slack
 * times multiplier of every bound is driven to 0, and that of {@code xᵢ ≥ 0} to βᵢ, which is the
 * logarithm's own condition. Where several points are minimal, it ends in the middle of them.
 * Deterministic.
 *
 * <p>Slacks are kept beside the point and moved with it, since taking them anew would lose their
 * digits to cancellation where they are small.
 */
public final class InteriorPoint {

  /** Duality gap and norm of the residual that are aimed at. */
  private static final double GAP = 1e-13;

  private static final double RESIDUAL = 1e-12;

  /** The same, below which a solution is taken where rounding stops the descent before. */
  private static final double ACCEPTED = 1e-9;

  private static final int ITERATIONS = 200;
  private static final int HALVINGS = 50;
  private static final double CENTRING = 0.1;

  /** Part of the way to the boundary that one step may go. */
  private static final double BOUNDARY = 0.99;

  /** Curvature added to the steps, not to the problem, where there is none. */
  private static final double REGULARISATION = 1e-10;

  private static final double SUFFICIENT_DECREASE = 0.01;

  private final double[][] quadratic;
  private final double[] linear;
  private final FeasibleSet.Inequality[] inequalities;

  /** βᵢ for the bounds that stand for a logarithm; 0 for the others. */
  private final double[] barrier;

  private final int bounds;
  private final List<CapitalBounds.Group> equalities = new ArrayList<>();
  private final int[] free;
  private final double[] x;
  private double[] slack;
  private double[] dual;
  private double[] multipliers;
  private final double[] gradient;

  private InteriorPoint(double[][] quadratic, double[] linear, double[] logs, FeasibleSet set) {
    this.quadratic = quadratic;
    this.linear = linear;
    this.x = set.interior();
    this.gradient = new double[x.length];
    List<FeasibleSet.Inequality> all = new ArrayList<>(set.inequalities());
    // A logarithm keeps above 0 already.
    all.removeIf(i -> logs.length > 0 && i.single() && i.bound() == 0 && i.sign() > 0);
    this.bounds = all.size();
    int[] indices = new int[x.length];
    int n = 0;
    for (int i = 0; i < x.length; i++) {
      if (!set.fixed(i)) {
        indices[n++] = i;
        if (logs.length > 0) {
          all.add(new FeasibleSet.Inequality(new int[] {i}, 0, 1));
        }
      }
    }
    this.free = Arrays.copyOf(indices, n);
    this.inequalities = all.toArray(FeasibleSet.Inequality[]::new);
    this.barrier = new double[inequalities.length];
    for (int c = bounds; c < barrier.length; c++) {
      barrier[c] = logs[inequalities[c].members()[0]];
    }
    for (CapitalBounds.Group equality : set.equalities()) {
      if (Arrays.stream(equality.members()).anyMatch(i -> !set.fixed(i))) {
        equalities.add(equality);
      }
    }
    this.multipliers = new double[equalities.size()];
    this.dual = new double[inequalities.length];
    this.slack = new double[inequalities.length];
    for (int c = 0; c < dual.length; c++) {
      slack[c] = Math.max(inequalities[c].slack(x), Double.MIN_NORMAL);
      dual[c] = (c < bounds ? 1 : barrier[c]) / Math.max(slack[c], FeasibleSet.FIXED);
    }
  }

  /**
   * The minimum. Q and c are to be scaled so that gradients are about 1.
   *
   * @param quadratic Q, n × n, positive semi-definite
   * @param linear c, n values
   * @param logs β, n values above 0; empty for none
   * @throws BudgetFailedException if Q is found not to be positive semi-definite, or the accuracy
   *     is not reached
   */
  public static double[] minimise(
      double[][] quadratic, double[] linear, double[] logs, FeasibleSet set)
      throws BudgetFailedException {
    InteriorPoint point = new InteriorPoint(quadratic, linear, logs, set);
    if (point.free.length > 0) {
      point.run();
    }
    return point.x;
  }

  private void run() throws BudgetFailedException {
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double gap = gap();
      double residual = residual(x, slack, dual, multipliers, 0);
      if (gap <= GAP && residual <= RESIDUAL) {
        return;
      }
      if (!step(bounds == 0 ? 0 : CENTRING * gap / bounds)) {
        break;
      }
    }
    if (!(gap() <= ACCEPTED && residual(x, slack, dual, multipliers, 0) <= ACCEPTED)) {
      throw new BudgetFailedException(
          BudgetFailedException.Reason.NOT_CONVERGED,
          "no best weights were found within the bounds");
    }
  }

  private double gap() {
    double gap = 0;
    for (int c = 0; c < bounds; c++) {
      gap += slack[c] * dual[c];
    }
    return gap;
  }

  private double target(int c, double centring) {
    return c < bounds ? centring : barrier[c];
  }

  /** One damped Newton step; false if none makes the residual smaller. */
  private boolean step(double centring) {
    double[] direction = new double[x.length];
    double[] sumMultipliers = new double[equalities.size() + dual.length];
    if (!direction(centring, direction, sumMultipliers)) {
      return false;
    }
    double[] dualDirection = new double[dual.length];
    double[] slackDirection = new double[dual.length];
    double length = 1;
    int row = equalities.size();
    for (int c = 0; c < dual.length; c++) {
      FeasibleSet.Inequality inequality = inequalities[c];
      double target = target(c, centring);
      if (inequality.single()) {
        slackDirection[c] = inequality.change(direction);
        dualDirection[c] = (target - dual[c] * slackDirection[c]) / slack[c] - dual[c];
      } else {
        // From the row's multiplier: the change of a sum has lost the digits that matter here.
        double newDual = -inequality.sign() * sumMultipliers[row++];
        slackDirection[c] = (target - slack[c] * newDual) / dual[c];
        dualDirection[c] = newDual - dual[c];
      }
      if (slackDirection[c] < 0) {
        length = Math.min(length, -BOUNDARY * slack[c] / slackDirection[c]);
      }
      if (dualDirection[c] < 0) {
        length = Math.min(length, -BOUNDARY * dual[c] / dualDirection[c]);
      }
    }
    double before = residual(x, slack, dual, multipliers, centring);
    for (int halving = 0; halving < HALVINGS; halving++) {
      double[] nextX = moved(x, direction, length);
      double[] nextSlack = moved(slack, slackDirection, length);
      double[] nextDual = moved(dual, dualDirection, length);
      double[] nextMultipliers = new double[multipliers.length];
      for (int e = 0; e < nextMultipliers.length; e++) {
        nextMultipliers[e] = multipliers[e] + length * (sumMultipliers[e] - multipliers[e]);
      }
      if (residual(nextX, nextSlack, nextDual, nextMultipliers, centring)
          <= (1 - SUFFICIENT_DECREASE * length) * before) {
        System.arraycopy(nextX, 0, x, 0, x.length);
        slack = nextSlack;
        dual = nextDual;
        multipliers = nextMultipliers;
        return true;
      }
      length /= 2;
    }
    return false;
  }

  /**
   * Solves the Newton system; false if it is not positive definite. CapitalBounds of single weights
   * go into the diagonal. Sums over several keep rows of their own, since added to the matrix they
   * would drown what it says about the differences of their members.
   */
  private boolean direction(double centring, double[] direction, double[] sumMultipliers) {
    double[] right = new double[x.length];
    gradient(x, right);
    double[][] hessian = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      hessian[i] = quadratic[i].clone();
      hessian[i][i] += REGULARISATION;
    }
    List<int[]> rows = new ArrayList<>();
    equalities.forEach(equality -> rows.add(equality.members()));
    double[] diagonal = new double[equalities.size() + dual.length];
    double[] sums = new double[diagonal.length];
    for (int e = 0; e < equalities.size(); e++) {
      sums[e] = equalities.get(e).sum(x) - equalities.get(e).lower();
    }
    for (int c = 0; c < dual.length; c++) {
      FeasibleSet.Inequality inequality = inequalities[c];
      double target = target(c, centring);
      if (inequality.single()) {
        int i = inequality.members()[0];
        right[i] -= inequality.sign() * target / slack[c];
        hessian[i][i] += dual[c] / slack[c];
      } else {
        diagonal[rows.size()] = slack[c] / dual[c];
        sums[rows.size()] = -inequality.sign() * target / dual[c];
        rows.add(inequality.members());
      }
    }
    double[][] indicators = new double[rows.size()][];
    for (int e = 0; e < indicators.length; e++) {
      indicators[e] = indicator(rows.get(e));
    }
    Optional<NewtonSystem> system =
        NewtonSystem.of(
            Matrices.pick(hessian, free), indicators, Arrays.copyOf(diagonal, indicators.length));
    if (system.isEmpty()) {
      return false;
    }
    double[] solved = new double[free.length];
    system.get().solve(Matrices.pick(right, free), sums, solved, sumMultipliers);
    for (int k = 0; k < free.length; k++) {
      direction[free[k]] = solved[k];
    }
    return true;
  }

  /** Norm of what is left of the conditions for a minimum, with slack times dual at a target. */
  private double residual(
      double[] at, double[] slacks, double[] duals, double[] sumMultipliers, double centring) {
    gradient(at, gradient);
    double norm = 0;
    for (int c = 0; c < duals.length; c++) {
      FeasibleSet.Inequality inequality = inequalities[c];
      for (int i : inequality.members()) {
        gradient[i] -= inequality.sign() * duals[c];
      }
      if (c >= bounds || centring > 0) {
        double miss = duals[c] * slacks[c] - target(c, centring);
        norm += miss * miss;
      }
    }
    for (int e = 0; e < sumMultipliers.length; e++) {
      for (int i : equalities.get(e).members()) {
        gradient[i] += sumMultipliers[e];
      }
      double miss = equalities.get(e).sum(at) - equalities.get(e).lower();
      norm += miss * miss;
    }
    for (int i : free) {
      norm += gradient[i] * gradient[i];
    }
    return Math.sqrt(norm);
  }

  private void gradient(double[] at, double[] into) {
    for (int i = 0; i < at.length; i++) {
      into[i] = Matrices.dot(quadratic[i], at) + linear[i];
    }
  }

  private double[] indicator(int[] members) {
    double[] indicator = new double[x.length];
    for (int i : members) {
      indicator[i] = 1;
    }
    return Matrices.pick(indicator, free);
  }

  private static double[] moved(double[] from, double[] direction, double length) {
    double[] moved = new double[from.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = from[i] + length * direction[i];
    }
    return moved;
  }
}
