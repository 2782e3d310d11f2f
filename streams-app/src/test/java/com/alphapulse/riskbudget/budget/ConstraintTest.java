package com.alphapulse.riskbudget.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.budget.allocation.Allocator;
import com.alphapulse.riskbudget.budget.allocation.EqualWeightAllocator;
import com.alphapulse.riskbudget.budget.allocation.MeanVarianceAllocator;
import com.alphapulse.riskbudget.budget.allocation.RiskBudgetingAllocator;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;
import com.alphapulse.riskbudget.budget.solver.FeasibleSet;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** CapitalBounds of weights and of groups of them, and what is best within them. */
class ConstraintTest {

  /** Random bounds around a random point, so that they can be met; groups do not overlap. */
  private static CapitalBounds bounds(int n, Random random) {
    double[] point = new double[n];
    for (int i = 0; i < n; i++) {
      point[i] = random.nextDouble();
    }
    double sum = Arrays.stream(point).sum();
    double[] lower = new double[n];
    double[] upper = new double[n];
    for (int i = 0; i < n; i++) {
      point[i] /= sum;
      lower[i] = random.nextInt(3) == 0 ? 0 : point[i] * random.nextDouble();
      upper[i] = random.nextInt(3) == 0 ? 1 : Math.min(1, point[i] * (1 + random.nextDouble()));
    }
    List<CapitalBounds.Group> groups = new ArrayList<>();
    int from = 0;
    while (from < n && random.nextInt(4) > 0) {
      int size = Math.min(n - from, 1 + random.nextInt(4));
      int first = from;
      int[] members = IntStream.range(0, size).map(i -> first + i).toArray();
      double middle = Arrays.stream(members).mapToDouble(i -> point[i]).sum();
      boolean exact = random.nextInt(6) == 0;
      groups.add(
          new CapitalBounds.Group(
              members,
              exact ? middle : middle * random.nextDouble(),
              exact ? middle : Math.min(1, middle * (1 + random.nextDouble()))));
      from += size;
    }
    return new CapitalBounds(lower, upper, groups);
  }

  @Property(tries = 300)
  void shouldLeaveNoBetterExchange_whenMeanVarianceIsSolved(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(10);
    double[][] covariance = Fixtures.factorCovariance(n, random, 0.05 * random.nextInt(3));
    double[] returns = random.doubles(n, -0.1, 0.3).toArray();
    double aversion = 0.1 + 10 * random.nextDouble();
    CapitalBounds bounds = bounds(n, random);
    double[] w = new MeanVarianceAllocator(returns, aversion).weights(covariance, ones(n), bounds);
    assertFeasible(bounds, w);
    double[] gradient = Matrices.times(covariance, w);
    for (int i = 0; i < n; i++) {
      gradient[i] = aversion * gradient[i] - returns[i];
    }
    assertThat(gainOfBestExchange(gradient, w, bounds)).isLessThan(1e-8);
  }

  @Test
  void shouldSolve_whenAnEarlierSolverStoppedShort() throws Exception {
    for (long seed : new long[] {142, 604, 809, 841, 7354, -267914296}) {
      shouldLeaveNoBetterExchange_whenMeanVarianceIsSolved(seed);
    }
    shouldStayWithinBounds_whenAnyMethodMeetsGroups(2532278594463835820L);
  }

  /** A plain method that shares nothing with the solver: every point of a grid is tried. */
  @Property(tries = 40)
  void shouldBeatEveryPointOfAGrid_whenThereAreThreeAssets(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    double[][] covariance = Fixtures.factorCovariance(3, random, 0.02);
    double[] returns = random.doubles(3, -0.1, 0.3).toArray();
    CapitalBounds bounds = bounds(3, random);
    double[] w = new MeanVarianceAllocator(returns, 2.5).weights(covariance, ones(3), bounds);
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= 200; i++) {
      for (int j = 0; j <= 200 - i; j++) {
        double[] point = {i / 200.0, j / 200.0, (200 - i - j) / 200.0};
        if (bounds.contain(point)) {
          best = Math.max(best, utility(covariance, returns, point));
        }
      }
    }
    assertThat(utility(covariance, returns, w)).isGreaterThanOrEqualTo(best - 1e-12);
  }

  /** Multiplicative gradient steps, run until they stand still. */
  @Test
  void shouldMatchPlainGradientSteps_whenOnlyTheSumIsBound() throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 5; round++) {
      double[][] covariance = Fixtures.factorCovariance(6, random, 0.1);
      double[] returns = random.doubles(6, 0, 0.1).toArray();
      double[] plain = new double[6];
      Arrays.fill(plain, 1.0 / 6);
      for (int step = 0; step < 400_000; step++) {
        double[] marginal = Matrices.times(covariance, plain);
        double sum = 0;
        for (int i = 0; i < 6; i++) {
          plain[i] *= Math.exp(0.2 * (returns[i] - 2.5 * marginal[i]));
          sum += plain[i];
        }
        for (int i = 0; i < 6; i++) {
          plain[i] /= sum;
        }
      }
      assertThat(
              new MeanVarianceAllocator(returns, 2.5)
                  .weights(covariance, ones(6), CapitalBounds.none(6)))
          .containsExactly(plain, within(1e-7));
    }
  }

  @Test
  void shouldMatchTheClosedForm_whenNothingBinds() throws Exception {
    double[][] covariance = {{.04, .006}, {.006, .09}};
    // w1 = (μ1 − μ2 + γ(σ2² − σ12)) / (γ(σ1² + σ2² − 2σ12))
    double first = (.05 - .07 + 3 * (.09 - .006)) / (3 * (.04 + .09 - .012));
    assertThat(
            new MeanVarianceAllocator(new double[] {.05, .07}, 3)
                .weights(covariance, ones(2), CapitalBounds.none(2)))
        .containsExactly(new double[] {first, 1 - first}, within(1e-10));
    double least = (.09 - .006) / (.04 + .09 - .012);
    assertThat(
            MeanVarianceAllocator.minimumVariance()
                .weights(covariance, ones(2), CapitalBounds.none(2)))
        .containsExactly(new double[] {least, 1 - least}, within(1e-10));
  }

  @Test
  void shouldTakeTheMiddle_whenAssetsAreTheSame() throws Exception {
    double[][] same = {{.04, .04}, {.04, .04}};
    assertThat(
            MeanVarianceAllocator.minimumVariance().weights(same, ones(2), CapitalBounds.none(2)))
        .containsExactly(new double[] {.5, .5}, within(1e-9));
  }

  /**
   * Assets within their bounds have equal {@code w·(Σw − ν)/b}, with ν of the group they are in.
   */
  @Property(tries = 150)
  void shouldMeetTheConditions_whenRiskIsBudgetedWithinGroups(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    double[][] covariance = Fixtures.evenlyCorrelated(6, random, 0.9 * random.nextDouble());
    double[] budgets = random.doubles(6, 0.05, 1).toArray();
    double share = 0.2 + 0.6 * random.nextDouble();
    double[] open =
        new RiskBudgetingAllocator().weights(covariance, budgets, CapitalBounds.none(6));
    double natural = open[0] + open[1] + open[2];
    double limit = share < natural ? 0.9 * share : share;
    CapitalBounds.Group group =
        share < natural
            ? new CapitalBounds.Group(new int[] {0, 1, 2}, 0, limit)
            : new CapitalBounds.Group(new int[] {0, 1, 2}, limit, 1);
    CapitalBounds bounds = new CapitalBounds(new double[6], ones(6), List.of(group));
    double[] w = new RiskBudgetingAllocator().weights(covariance, budgets, bounds);
    assertFeasible(bounds, w);
    assertThat(group.sum(w)).isCloseTo(limit, within(1e-9));
    double[] marginal = Matrices.times(covariance, w);
    double lambda = w[3] * marginal[3] / budgets[3];
    double nu = marginal[0] - lambda * budgets[0] / w[0];
    double scale = Matrices.dot(w, marginal);
    for (int i = 0; i < 6; i++) {
      double multiplier = i < 3 ? nu : 0;
      assertThat(w[i] * (marginal[i] - multiplier) / scale)
          .as("asset " + i)
          .isCloseTo(lambda * budgets[i] / scale, within(1e-7));
    }
    assertThat(nu * (share < natural ? -1 : 1)).isGreaterThan(0);
  }

  @Property(tries = 300)
  void shouldStayWithinBounds_whenAnyMethodMeetsGroups(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(10);
    double[][] covariance = Fixtures.factorCovariance(n, random, 0.1);
    if (n > 2 && random.nextBoolean()) {
      Arrays.fill(covariance[0], 0);
      for (double[] row : covariance) {
        row[0] = 0;
      }
    }
    double[] shares = random.doubles(n, 0.05, 1).toArray();
    CapitalBounds bounds = bounds(n, random);
    assertThat(bounds.feasible()).isTrue();
    for (Allocator allocator : Fixtures.methods(n)) {
      assertFeasible(bounds, allocator.weights(covariance, shares, bounds));
    }
  }

  @Test
  void shouldKeepProportions_whenAGroupIsHeldAtItsLimit() throws Exception {
    CapitalBounds bounds =
        new CapitalBounds(
            new double[4], ones(4), List.of(new CapitalBounds.Group(new int[] {0, 1}, 0, .3)));
    assertThat(bounds.fit(new double[] {4, 2, 1, 1}, 1))
        .containsExactly(new double[] {.2, .1, .35, .35}, within(1e-12));
  }

  @Test
  void shouldBeInfeasible_whenBoundsAndGroupsContradict() {
    CapitalBounds full = new CapitalBounds(new double[3], ones(3), List.of(group(0, .4, 0, 1, 2)));
    CapitalBounds high =
        new CapitalBounds(new double[] {.5, 0, 0}, ones(3), List.of(group(0, .4, 0, 1)));
    CapitalBounds low =
        new CapitalBounds(new double[3], new double[] {.1, .1, 1}, List.of(group(.3, 1, 0, 1)));
    CapitalBounds both =
        new CapitalBounds(new double[3], ones(3), List.of(group(.6, 1, 0), group(.6, 1, 1, 2)));
    for (CapitalBounds bounds : List.of(full, high, low, both)) {
      assertThat(bounds.feasible()).isFalse();
      for (Allocator allocator : Fixtures.methods(3)) {
        assertThatThrownBy(
                () ->
                    allocator.weights(
                        Fixtures.factorCovariance(3, new Random(1), 1), ones(3), bounds))
            .isInstanceOf(BudgetFailedException.class)
            .extracting(e -> ((BudgetFailedException) e).reason())
            .isEqualTo(BudgetFailedException.Reason.INFEASIBLE_BOUNDS);
      }
    }
  }

  @Test
  void shouldFindTheOnlyPoint_whenBoundsAndGroupsLeaveNoRoom() throws Exception {
    CapitalBounds one =
        new CapitalBounds(
            new double[] {.2, 0, 0, 0},
            new double[] {.2, .3, 1, 1},
            List.of(group(.5, 1, 0, 1), group(.1, .1, 2)));
    double[][] covariance = Fixtures.factorCovariance(4, new Random(5), 0.3);
    double[] returns = {.1, .2, .3, .4};
    for (Allocator allocator :
        List.of(
            new MeanVarianceAllocator(returns, 1),
            new RiskBudgetingAllocator(),
            new EqualWeightAllocator())) {
      double[] w = allocator.weights(covariance, ones(4), one);
      assertThat(w).containsExactly(new double[] {.2, .3, .1, .4}, within(1e-9));
    }
  }

  @Property(tries = 200)
  void shouldHaveAnInside_whenBoundsAreDrawnTight(@ForAll long seed) {
    Random random = new Random(seed);
    CapitalBounds bounds = bounds(1 + random.nextInt(9), random);
    FeasibleSet set = new FeasibleSet(bounds, OptionalDouble.of(1));
    double[] x = set.interior();
    assertThat(Arrays.stream(x).sum()).isCloseTo(1, within(1e-9));
    for (int i = 0; i < x.length; i++) {
      if (!set.fixed(i)) {
        assertThat(x[i]).isGreaterThan(set.lower()[i]).isLessThan(set.upper()[i]);
      }
    }
    for (CapitalBounds.Group group : set.groups()) {
      assertThat(group.sum(x)).isBetween(group.lower() - 1e-9, group.upper() + 1e-9);
    }
  }

  /**
   * Moving weight from one asset to another is all that bounds on sums allow, so that a point is
   * best if no such exchange gains, to first order, by as much as there is room for.
   */
  private static double gainOfBestExchange(double[] gradient, double[] w, CapitalBounds bounds) {
    double best = 0;
    for (int from = 0; from < w.length; from++) {
      for (int to = 0; to < w.length; to++) {
        double room = Math.min(w[from] - bounds.lower()[from], bounds.upper()[to] - w[to]);
        for (CapitalBounds.Group group : bounds.groups()) {
          boolean leaves = Arrays.stream(group.members()).anyMatch(index(from));
          boolean enters = Arrays.stream(group.members()).anyMatch(index(to));
          if (leaves && !enters) {
            room = Math.min(room, group.sum(w) - group.lower());
          }
          if (enters && !leaves) {
            room = Math.min(room, group.upper() - group.sum(w));
          }
        }
        best = Math.max(best, (gradient[from] - gradient[to]) * room);
      }
    }
    return best;
  }

  private static IntPredicate index(int wanted) {
    return i -> i == wanted;
  }

  private static double utility(double[][] covariance, double[] returns, double[] w) {
    return Matrices.dot(returns, w) - 1.25 * Matrices.dot(w, Matrices.times(covariance, w));
  }

  private static void assertFeasible(CapitalBounds bounds, double[] weights) {
    assertThat(bounds.contain(weights)).as(Arrays.toString(weights)).isTrue();
    assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-9));
  }

  private static CapitalBounds.Group group(double lower, double upper, int... members) {
    return new CapitalBounds.Group(members, lower, upper);
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }
}
