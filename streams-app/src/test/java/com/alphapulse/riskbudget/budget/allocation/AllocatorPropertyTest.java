package com.alphapulse.riskbudget.budget.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.budget.Fixtures;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AllocatorPropertyTest {

  /** A covariance of a few factors plus noise of its own, shares, and a seed for the rest. */
  record Problem(double[][] covariance, double[] shares, long seed) {}

  private static final Allocator[] ALL = {
    new RiskBudgetingAllocator(),
    new VolatilityWeightedAllocator(),
    new EqualWeightAllocator(),
    new HierarchicalRiskParityAllocator(),
    MeanVarianceAllocator.minimumVariance()
  };

  @Provide
  Arbitrary<Problem> problems() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 12), Arbitraries.longs(), Arbitraries.of(0.001, 1.0))
        .as(AllocatorPropertyTest::problem);
  }

  @Property(tries = 300)
  void shouldReproduceShares_whenRiskIsBudgeted(@ForAll("problems") Problem problem)
      throws Exception {
    double[] weights = ALL[0].weights(problem.covariance(), problem.shares(), free(problem));
    double total = Arrays.stream(problem.shares()).sum();
    double[] contributions = Fixtures.contributions(problem.covariance(), weights);
    for (int i = 0; i < weights.length; i++) {
      assertThat(contributions[i]).isCloseTo(problem.shares()[i] / total, within(1e-8));
    }
  }

  @Property(tries = 200)
  void shouldSumToOneWithinBounds_whenBoundsAreFeasible(@ForAll("problems") Problem problem)
      throws Exception {
    Random random = new Random(problem.seed());
    int n = problem.shares().length;
    double[] lower = new double[n];
    double[] upper = new double[n];
    for (int i = 0; i < n; i++) {
      lower[i] = random.nextDouble() * 0.9 / n;
      upper[i] = Math.min(1, (1.1 + random.nextDouble()) / n);
    }
    CapitalBounds bounds = new CapitalBounds(lower, upper);
    for (Allocator allocator : ALL) {
      double[] weights = allocator.weights(problem.covariance(), problem.shares(), bounds);
      assertThat(bounds.contain(weights)).as(allocator.getClass().getSimpleName()).isTrue();
      assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-9));
    }
  }

  @Property(tries = 200)
  void shouldNotChange_whenCovarianceIsScaled(@ForAll("problems") Problem problem)
      throws Exception {
    for (Allocator allocator : ALL) {
      double[] weights = allocator.weights(problem.covariance(), problem.shares(), free(problem));
      double[][] larger = Fixtures.scaled(problem.covariance(), 1e4);
      assertThat(allocator.weights(larger, problem.shares(), free(problem)))
          .containsExactly(weights, within(1e-9));
    }
  }

  @Property(tries = 200)
  void shouldFollow_whenAssetsArePermuted(@ForAll("problems") Problem problem) throws Exception {
    int n = problem.shares().length;
    int[] permutation = permutation(n, new Random(problem.seed()));
    double[][] permuted = new double[n][n];
    double[] shares = new double[n];
    for (int i = 0; i < n; i++) {
      shares[i] = problem.shares()[permutation[i]];
      for (int j = 0; j < n; j++) {
        permuted[i][j] = problem.covariance()[permutation[i]][permutation[j]];
      }
    }
    double[] returns = problem.shares();
    double[] permutedReturns = shares;
    Allocator[] before = {
      ALL[0], ALL[1], ALL[2], ALL[3], ALL[4], new MeanVarianceAllocator(returns, 2.5)
    };
    Allocator[] after = {
      ALL[0], ALL[1], ALL[2], ALL[3], ALL[4], new MeanVarianceAllocator(permutedReturns, 2.5)
    };
    for (int a = 0; a < before.length; a++) {
      double[] weights = before[a].weights(problem.covariance(), problem.shares(), free(problem));
      double[] moved = after[a].weights(permuted, shares, free(problem));
      for (int i = 0; i < n; i++) {
        assertThat(moved[i])
            .as(before[a].getClass().getSimpleName())
            .isCloseTo(weights[permutation[i]], within(1e-7));
      }
    }
  }

  @Property(tries = 200)
  void shouldNotChange_whenReturnsAndCovarianceAreScaledTogether(
      @ForAll("problems") Problem problem) throws Exception {
    double[] scaled = Arrays.stream(problem.shares()).map(share -> 100 * share).toArray();
    assertThat(
            new MeanVarianceAllocator(scaled, 2.5)
                .weights(
                    Fixtures.scaled(problem.covariance(), 100), problem.shares(), free(problem)))
        .containsExactly(
            new MeanVarianceAllocator(problem.shares(), 2.5)
                .weights(problem.covariance(), problem.shares(), free(problem)),
            within(1e-7));
  }

  /** Any symmetric matrix, as of a risk model gone wrong: an answer that is one, or a failure. */
  @Property(tries = 300)
  void shouldAnswerOrFail_whenTheMatrixIsNoCovariance(@ForAll long seed) {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(8);
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double scale = Math.pow(10, random.nextInt(9) - 6);
        matrix[i][j] = scale * (i == j ? Math.abs(random.nextGaussian()) : random.nextGaussian());
        matrix[j][i] = matrix[i][j];
      }
    }
    for (Allocator allocator : Fixtures.methods(n)) {
      double[] weights;
      try {
        weights =
            allocator.weights(matrix, random.doubles(n, 0.1, 1).toArray(), CapitalBounds.none(n));
      } catch (BudgetFailedException e) {
        assertThat(e.getMessage()).isNotBlank();
        continue;
      }
      assertThat(weights).as(allocator.getClass().getSimpleName()).doesNotContain(Double.NaN);
      assertThat(CapitalBounds.none(n).contain(weights)).isTrue();
      assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void shouldFail_whenAMinimumOfVarianceWouldBeNegative() {
    double[][] indefinite = {{.04, .09}, {.09, .04}};
    assertThatThrownBy(() -> ALL[4].weights(indefinite, new double[] {1, 1}, CapitalBounds.none(2)))
        .isInstanceOf(BudgetFailedException.class)
        .extracting(e -> ((BudgetFailedException) e).reason())
        .isEqualTo(BudgetFailedException.Reason.NOT_FINITE);
  }

  @Test
  void shouldReachTheSameWeights_whenTheDescentStartsWarm() throws Exception {
    double[][] covariance = Fixtures.factorCovariance(10, new Random(2), 0.5);
    double[] shares = new double[10];
    Arrays.fill(shares, 1);
    double[] cold = ALL[0].weights(covariance, shares, CapitalBounds.none(10));
    covariance[3][3] *= 1.1;
    double[] moved = ALL[0].weights(covariance, shares, CapitalBounds.none(10));
    assertThat(
            new RiskBudgetingAllocator(1e-9, cold)
                .weights(covariance, shares, CapitalBounds.none(10)))
        .containsExactly(moved, within(1e-8));
    assertThat(
            new RiskBudgetingAllocator(1e-6, cold)
                .weights(covariance, shares, CapitalBounds.none(10)))
        .containsExactly(moved, within(1e-5));
  }

  @Test
  void shouldUseCorrelations_whenVolatilitiesAreEqual() throws Exception {
    double[][] covariance =
        Fixtures.covariance(
            new double[] {.2, .2, .2}, new double[][] {{1, .9, 0}, {.9, 1, 0}, {0, 0, 1}});
    double[] weights = ALL[0].weights(covariance, new double[] {1, 1, 1}, CapitalBounds.none(3));
    assertThat(weights[2]).isGreaterThan(.4);
    assertThat(weights[0]).isCloseTo(weights[1], within(1e-9)).isLessThan(.3);
    assertThat(ALL[3].weights(covariance, new double[] {1, 1, 1}, CapitalBounds.none(3)))
        .isNotEqualTo(new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3});
  }

  @Test
  void shouldWeighByInverseVolatility_whenVolatilityWeighted() throws Exception {
    double[][] covariance = {{.01, 0}, {0, .09}};
    assertThat(ALL[1].weights(covariance, new double[] {1, 1}, CapitalBounds.none(2)))
        .containsExactly(new double[] {.75, .25}, within(1e-9));
  }

  @Test
  void shouldLeaveOutRisklessAssets_whenOthersCarryRisk() throws Exception {
    double[][] covariance = {{.04, 0, 0}, {0, 0, 0}, {0, 0, .04}};
    for (Allocator allocator : new Allocator[] {ALL[0], ALL[1], ALL[3], ALL[4]}) {
      assertThat(allocator.weights(covariance, new double[] {1, 1, 1}, CapitalBounds.none(3)))
          .as(allocator.getClass().getSimpleName())
          .containsExactly(new double[] {.5, 0, .5}, within(1e-9));
    }
    CapitalBounds floor = new CapitalBounds(new double[] {0, .2, 0}, new double[] {1, 1, 1});
    assertThat(ALL[0].weights(covariance, new double[] {1, 1, 1}, floor))
        .containsExactly(new double[] {.4, .2, .4}, within(1e-9));
    CapitalBounds capped = new CapitalBounds(new double[3], new double[] {.3, 1, .3});
    assertThat(ALL[0].weights(covariance, new double[] {1, 1, 1}, capped))
        .containsExactly(new double[] {.3, .4, .3}, within(1e-9));
  }

  @Test
  void shouldFollowShares_whenNothingCarriesRisk() throws Exception {
    for (Allocator allocator : ALL) {
      assertThat(allocator.weights(new double[2][2], new double[] {3, 1}, CapitalBounds.none(2)))
          .containsExactly(new double[] {.75, .25}, within(1e-9));
    }
  }

  @Test
  void shouldAnswer_whenCovarianceIsSingularOrThereIsOneAsset() throws Exception {
    double[][] same = {{.04, .04}, {.04, .04}};
    assertThat(ALL[0].weights(same, new double[] {.7, .3}, CapitalBounds.none(2)))
        .containsExactly(new double[] {.7, .3}, within(1e-9));
    for (Allocator allocator : ALL) {
      assertThat(allocator.weights(new double[][] {{.04}}, new double[] {5}, CapitalBounds.none(1)))
          .containsExactly(new double[] {1}, within(1e-12));
    }
  }

  @Test
  void shouldConverge_whenAHedgeIsNearlyPerfect() throws Exception {
    double r = -0.999999;
    double[][] covariance =
        Fixtures.covariance(
            new double[] {.2, .1, .3}, new double[][] {{1, r, 0}, {r, 1, 0}, {0, 0, 1}});
    double[] shares = {.5, .3, .2};
    double[] weights = ALL[0].weights(covariance, shares, CapitalBounds.none(3));
    assertThat(Fixtures.contributions(covariance, weights)).containsExactly(shares, within(1e-6));
  }

  @Test
  void shouldFail_whenAHedgeIsPerfect() {
    double[][] covariance = {{.04, -.04}, {-.04, .04}};
    assertThatThrownBy(() -> ALL[0].weights(covariance, new double[] {1, 1}, CapitalBounds.none(2)))
        .isInstanceOf(BudgetFailedException.class);
  }

  @Test
  void shouldFail_whenInputIsNotFiniteOrBoundsCannotBeMet() {
    double[][] broken = {{.04, Double.NaN}, {Double.NaN, .04}};
    assertThatThrownBy(() -> ALL[0].weights(broken, new double[] {1, 1}, CapitalBounds.none(2)))
        .isInstanceOf(BudgetFailedException.class);
    double[][] good = {{.04, 0}, {0, .04}};
    CapitalBounds impossible = new CapitalBounds(new double[2], new double[] {.3, .3});
    for (Allocator allocator : ALL) {
      assertThatThrownBy(() -> allocator.weights(good, new double[] {1, 1}, impossible))
          .isInstanceOf(BudgetFailedException.class)
          .extracting(e -> ((BudgetFailedException) e).reason())
          .isEqualTo(BudgetFailedException.Reason.INFEASIBLE_BOUNDS);
    }
  }

  private static Problem problem(int n, long seed, double noise) {
    Random random = new Random(seed);
    double[][] loadings = new double[n][2];
    double[] volatilities = new double[n];
    double[] shares = new double[n];
    for (int i = 0; i < n; i++) {
      loadings[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
      volatilities[i] = 0.01 + random.nextDouble();
      shares[i] = 0.05 + random.nextDouble();
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
    return new Problem(covariance, shares, seed);
  }

  private static int[] permutation(int n, Random random) {
    int[] permutation = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      permutation[i] = permutation[j];
      permutation[j] = i;
    }
    return permutation;
  }

  private static CapitalBounds free(Problem problem) {
    return CapitalBounds.none(problem.shares().length);
  }
}
