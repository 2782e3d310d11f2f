package com.alphapulse.riskbudget.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.budget.allocation.Allocator;
import com.alphapulse.riskbudget.budget.allocation.HierarchicalRiskParityAllocator;
import com.alphapulse.riskbudget.budget.allocation.RiskBudgetingAllocator;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Published numbers, each to the accuracy with which it was printed. */
class OracleTest {
  private final Allocator riskBudgeting = new RiskBudgetingAllocator();

  @Test
  void shouldMatchRichardRoncalliTable9_whenSharesAreEqual() throws Exception {
    double[][] covariance = table9();
    double[] weights = erc(covariance);
    assertClose(
        weights, 5e-7, .268306, .286769, .114095, .097985, .056135, .059029, .066560, .051121);
    assertThat(Matrices.volatility(covariance, weights)).isCloseTo(.047776, within(5e-7));
  }

  /**
   * The printed contributions of the assets outside the group, which should be equal, differ by
   * 2e-6: so exact is the table. Its other constraint is on a difference of weights, which no group
   * states.
   */
  @Test
  void shouldMatchRichardRoncalliTable9_whenAGroupHasALowerLimit() throws Exception {
    double[][] covariance = table9();
    CapitalBounds free = CapitalBounds.none(8);
    CapitalBounds.Group group = new CapitalBounds.Group(new int[] {4, 5, 6, 7}, .3, 1);
    CapitalBounds bounds = new CapitalBounds(free.lower(), free.upper(), List.of(group));
    double[] weights = riskBudgeting.weights(covariance, equal(8), bounds);
    assertClose(
        weights, 3e-6, .257859, .274087, .095153, .072904, .070579, .077127, .092265, .060027);
    assertThat(Matrices.volatility(covariance, weights)).isCloseTo(.051974, within(5e-7));
    assertClose(
        Fixtures.contributions(covariance, weights),
        5e-6,
        .086357,
        .086355,
        .086356,
        .086356,
        .159089,
        .165836,
        .181435,
        .148215);
  }

  @Test
  void shouldMatchRichardRoncalliTable6_whenWeightsAreBounded() throws Exception {
    double[][] covariance = table6();
    CapitalBounds bounds =
        new CapitalBounds(
            new double[] {.20, .20, .05, .05, .25}, new double[] {.30, .30, .15, .15, .35});
    double[] weights = riskBudgeting.weights(covariance, equal(5), bounds);
    assertClose(weights, 1e-6, .228898, .2, .116874, .104228, .35);
    assertClose(
        Fixtures.contributions(covariance, weights),
        1e-6,
        .193863,
        .245508,
        .193863,
        .193863,
        .172902);
  }

  @Test
  void shouldSolveTable6_whenWeightsAreFree() throws Exception {
    assertClose(erc(table6()), 1e-6, .224009, .165078, .120339, .105132, .385442);
    assertClose(
        budgets(table6(), .2, .2, .3, .1, .2), 1e-6, .225602, .158173, .175984, .054470, .385771);
  }

  @Test
  void shouldMatchRichardRoncalliTable1_whenWeightsAreFreeOrCapped() throws Exception {
    double[][] covariance = {
      {.01, .0075, .01, .015},
      {.0075, .0225, .015, .0225},
      {.01, .015, .04, .045},
      {.015, .0225, .045, .09}
    };
    double[] shares = {.30, .30, .195, .205};
    double[] caps = {.3, .3, .3, .3};
    CapitalBounds capped = new CapitalBounds(new double[4], caps);
    assertClose(erc(covariance), 5e-5, .4101, .2734, .1899, .1266);
    assertClose(budgets(covariance, shares), 5e-5, .4505, .3004, .1467, .1024);
    assertClose(riskBudgeting.weights(covariance, equal(4), capped), 5e-5, .30, .30, .24, .16);
    assertClose(riskBudgeting.weights(covariance, shares, capped), 5e-5, .30, .30, .2356, .1644);
  }

  @Test
  void shouldMatchMaillardRoncalliTeiletche_whenSharesAreEqual() throws Exception {
    double[][] uncorrelated = {{.01, 0, 0, 0}, {0, .04, 0, 0}, {0, 0, .09, 0}, {0, 0, 0, .16}};
    double[][] blocks = {
      {.01, .016, 0, 0}, {.016, .04, 0, 0}, {0, 0, .09, -.06}, {0, 0, -.06, .16}
    };
    assertClose(erc(uncorrelated), 1e-12, .48, .24, .16, .12);
    assertClose(erc(blocks), 5e-6, .38361, .19181, .24262, .18196);
  }

  @Test
  void shouldMatchBruderRoncalliClosedForm_whenThereAreTwoAssets() throws Exception {
    double s1 = .2;
    double s2 = .35;
    for (double b : new double[] {.1, .4, .5, .85}) {
      for (double r : new double[] {-.6, 0, .3, .9}) {
        double root = s1 * s2 * Math.sqrt((b - .5) * (b - .5) * r * r + b * (1 - b));
        double expected =
            ((b - .5) * r * s1 * s2 - b * s2 * s2 + root)
                / ((1 - b) * s1 * s1 - b * s2 * s2 + 2 * (b - .5) * r * s1 * s2);
        double[][] covariance = {{s1 * s1, r * s1 * s2}, {r * s1 * s2, s2 * s2}};
        assertThat(budgets(covariance, b, 1 - b)[0]).isCloseTo(expected, within(1e-9));
      }
    }
  }

  @Test
  void shouldMatchBaiScheinbergTutuncu_whenCovarianceIsIllScaled() throws Exception {
    double[][] covariance = {
      {94.868, 33.750, 12.325, -1.178, 8.778},
      {33.750, 445.642, 98.955, -7.901, 84.954},
      {12.325, 98.955, 117.265, .503, 45.184},
      {-1.178, -7.901, .503, 5.460, 1.057},
      {8.778, 84.954, 45.184, 1.057, 34.126}
    };
    double[] weights = erc(covariance);
    assertClose(weights, 1e-6, .124505, .046662, .083283, .613299, .132251);
    assertThat(Matrices.volatility(covariance, weights)).isCloseTo(3.0406150, within(5e-7));
  }

  @Test
  void shouldMatchRiskparityPy_whenBudgetsAreVeryUneven() throws Exception {
    double[][] covariance = {{1, .0015, -.0119}, {.0015, 1, -.0308}, {-.0119, -.0308, 1}};
    assertClose(budgets(covariance, .1594, .0126, .8280), 5e-8, .2798628, .08774909, .63238811);
  }

  @Test
  void shouldMatchLean_whenScaledToUnitVolatility() throws Exception {
    double[][][] covariances = {
      {{.25, -.2}, {-.2, .25}},
      {{.01, 0}, {0, .04}},
      {{1, .45}, {.45, .25}},
      {{.25, .05}, {.05, .04}}
    };
    double[][] even = {
      {3.162278, 3.162278}, {7.071068, 3.535534}, {.512989, 1.025978}, {1.154701, 2.886751}
    };
    double[][] uneven = {
      {2.965685, 3.285618}, {5, 4.330127}, {.264749, 1.510089}, {.681774, 3.924933}
    };
    for (int i = 0; i < covariances.length; i++) {
      assertClose(unitVolatility(covariances[i], .5, .5), 6e-7, even[i]);
      assertClose(unitVolatility(covariances[i], .25, .75), 6e-7, uneven[i]);
    }
  }

  @Test
  void shouldMatchPyrb_whenTenRealAssetsAreGiven() throws Exception {
    double[][] covariance = Fixtures.matrix("pyrb_cov10.csv");
    assertClose(
        erc(covariance),
        1e-8,
        .22447778,
        .27514462,
        .03922505,
        .03589295,
        .03428179,
        .02991635,
        .05459806,
        .07111011,
        .15281388,
        .08253942);
    assertClose(
        budgets(covariance, .1, .1, .1, .2, .2, .05, .05, .05, .05, .1),
        1e-6,
        .245021,
        .304664,
        .037884,
        .064091,
        .061810,
        .016443,
        .035707,
        .041859,
        .103390,
        .089131);
  }

  @Test
  void shouldMatchSkfolio_whenTwentyStocksAreGiven() throws Exception {
    assertClose(
        erc(Fixtures.matrix("skfolio_cov20_2018_2022.csv")),
        1e-5,
        .0420088,
        .0321681,
        .0368757,
        .0397691,
        .0397394,
        .0382183,
        .0464549,
        .0676572,
        .0406381,
        .0639892,
        .055542,
        .0681354,
        .0427415,
        .0597638,
        .0613296,
        .067267,
        .0314903,
        .0468024,
        .0749026,
        .0445065);
  }

  @Test
  void shouldMatchPyPortfolioOpt_whenWeightsAreHierarchical() throws Exception {
    double[][] covariance = Fixtures.matrix("pypfopt_hrp_cov.csv");
    double[][] correlations = Fixtures.matrix("pypfopt_hrp_corr.csv");
    String[] names = Fixtures.header("pypfopt_hrp_cov.csv");
    // Its correlations are pairwise complete and differ slightly from those of the covariance.
    int[] order = HierarchicalRiskParityAllocator.quasiDiagonal(correlations);
    assertThat(Arrays.copyOf(order, 5)).containsExactly(12, 6, 15, 14, 2);
    double[] weights = new double[names.length];
    HierarchicalRiskParityAllocator.bisect(covariance, order, 1, weights);
    Map<String, Double> expected = Fixtures.column("pypfopt_hrp_weights.csv");
    assertThat(expected).hasSize(names.length);
    for (int i = 0; i < names.length; i++) {
      assertThat(weights[i]).as(names[i]).isCloseTo(expected.get(names[i]), within(1e-15));
    }
    assertThat(
            HierarchicalRiskParityAllocator.clusterVariance(
                covariance, Arrays.copyOfRange(order, 0, 10)))
        .isCloseTo(.00012842967106653283, within(1e-18));
  }

  @Test
  void shouldFindTheCorner_whenBoundsLeaveOnePoint() throws Exception {
    double[][] covariance = {{1, -.38998515536757905}, {-.38998515536757905, 1}};
    CapitalBounds bounds =
        new CapitalBounds(
            new double[] {0, .8213735428258124}, new double[] {.17862645717418746, 1});
    assertClose(
        riskBudgeting.weights(covariance, equal(2), bounds),
        1e-10,
        .17862645717418746,
        .8213735428258124);
  }

  @Test
  void shouldStayFeasible_whenNoLambdaSumsToOne() throws Exception {
    double[][] covariance = {{1, .074, -.70}, {.074, 1, -.69}, {-.70, -.69, 1}};
    CapitalBounds bounds = new CapitalBounds(new double[] {0, .4, 0}, new double[] {1, 1, 1});
    double[] weights = riskBudgeting.weights(covariance, equal(3), bounds);
    assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-9));
    assertThat(bounds.contain(weights)).isTrue();
    assertThat(weights[1]).isCloseTo(.4, within(1e-9));
  }

  private double[] erc(double[][] covariance) throws BudgetFailedException {
    return riskBudgeting.weights(
        covariance, equal(covariance.length), CapitalBounds.none(covariance.length));
  }

  private double[] budgets(double[][] covariance, double... shares) throws BudgetFailedException {
    return riskBudgeting.weights(covariance, shares, CapitalBounds.none(covariance.length));
  }

  private double[] unitVolatility(double[][] covariance, double... shares)
      throws BudgetFailedException {
    double[] weights = budgets(covariance, shares);
    double volatility = Matrices.volatility(covariance, weights);
    return Arrays.stream(weights).map(weight -> weight / volatility).toArray();
  }

  private static double[][] table9() {
    double[] volatilities = {.05, .05, .07, .10, .15, .15, .15, .18};
    double[][] correlations = {
      {100, 80, 60, -20, -10, -20, -20, -20},
      {80, 100, 40, -20, -20, -10, -20, -20},
      {60, 40, 100, 50, 30, 20, 20, 30},
      {-20, -20, 50, 100, 60, 60, 50, 60},
      {-10, -20, 30, 60, 100, 90, 70, 70},
      {-20, -10, 20, 60, 90, 100, 60, 70},
      {-20, -20, 20, 50, 70, 60, 100, 70},
      {-20, -20, 30, 60, 70, 70, 70, 100}
    };
    return Fixtures.covariance(volatilities, Fixtures.scaled(correlations, 0.01));
  }

  private static double[][] table6() {
    return Fixtures.covariance(
        new double[] {.15, .20, .25, .30, .10},
        new double[][] {
          {1, .1, .4, .5, .5},
          {.1, 1, .7, .4, .4},
          {.4, .7, 1, .8, .05},
          {.5, .4, .8, 1, .1},
          {.5, .4, .05, .1, 1}
        });
  }

  private static double[] equal(int n) {
    double[] shares = new double[n];
    Arrays.fill(shares, 1.0 / n);
    return shares;
  }

  private static void assertClose(double[] actual, double tolerance, double... expected) {
    assertThat(actual).containsExactly(expected, within(tolerance));
  }
}
