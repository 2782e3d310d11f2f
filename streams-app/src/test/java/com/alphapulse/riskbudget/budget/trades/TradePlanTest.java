package com.alphapulse.riskbudget.budget.trades;

import static com.alphapulse.riskbudget.budget.Fixtures.dec;
import static com.alphapulse.riskbudget.budget.Fixtures.portfolio;
import static com.alphapulse.riskbudget.budget.Fixtures.settings;
import static com.alphapulse.riskbudget.budget.Fixtures.strategy;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.budget.Fixtures;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.trades.Recommendation.ProposedTrade;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One strategy in A at 100 and Z at 100, with 1,000,000 of equity. */
class TradePlanTest {
  private final RiskBudgeting settings = settings("cost_bps: 0");
  private final PortfolioSpec spec = portfolio(strategy("s", 1, "A", "Z"));
  private final PortfolioBook book = new PortfolioBook(Fixtures.PORTFOLIO);
  private final Fixtures.Market market =
      new Fixtures.Market().symbol("A", "100", 0.1).symbol("Z", "100", 0.1).correlation(0.5);

  /** Held, pending buys, pending sells and target of A; what is to be done about it. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 3000, BUY 3000",
    "0, 2900, 0, 3000, BUY 100",
    "0, 3000, 0, 3000, ",
    "0, 3200, 0, 3000, ",
    "1000, 1500, 0, 3000, BUY 500",
    "3000, 0, 0, 0, SELL 3000",
    "3000, 0, 2000, 0, SELL 1000",
    "3000, 0, 3000, 0, ",
    "3000, 0, 1000, 2500, ",
    "3000, 500, 0, 2000, SELL 1000",
    "3000, 0, 1000, 3000, ",
    "-100, 0, 0, 0, BUY 100",
    "-100, 60, 0, 0, BUY 40",
    "-100, 0, 0, 500, BUY 100; BUY 500",
    "-100, 40, 0, 500, BUY 60; BUY 500",
    "10.5, 0, 0, 0, SELL 10.5",
    "10.5, 0, 4, 0, SELL 6.5",
    "10.5, 0, 0, 2, SELL 8",
    "0.5, 0, 0, 3.7, BUY 3",
  })
  void shouldProposeWhatIsMissing_netOfWhatPends(
      BigDecimal held, BigDecimal buys, BigDecimal sells, BigDecimal target, String expected)
      throws BudgetFailedException {
    TradeLine line = new TradeLine("s", 0, 0, held, buys, sells, target);

    assertThat(texts(plan(spec, List.of(line)))).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void shouldSellFirst_andLeaveTheRestOfABuy_whenTheBookIsFullOfTheWrongSymbol()
      throws BudgetFailedException {
    // The portfolio's leverage limit is 1.5 and the strategy's exposure at most 1.1 times its
    // target.
    List<ProposedTrade> trades =
        plan(
            spec,
            List.of(
                new TradeLine("s", 0, 0, dec("0"), dec("0"), dec("0"), dec("4000")),
                new TradeLine("s", 0, 1, dec("9000"), dec("0"), dec("0"), dec("4000"))));

    assertThat(trades.get(0).side()).hasToString("SELL");
    assertThat(trades.get(0).quantity()).isEqualByComparingTo("5000");
    assertThat(trades.stream().skip(1)).allMatch(t -> t.quantity().compareTo(dec("4000")) < 0);
  }

  @Test
  void shouldProposeNothing_whenTheSymbolIsRestricted() throws BudgetFailedException {
    PortfolioSpec restricted =
        portfolio("1000000", HardLimits.NONE, Set.of("A"), strategy("s", 1, "A", "Z"));
    TradeLine line = new TradeLine("s", 0, 0, dec("100"), dec("0"), dec("0"), dec("0"));

    assertThat(plan(restricted, List.of(line))).isEmpty();
  }

  @Test
  void shouldOnlySell_whenTheDefinitionDoesNotNameTheStrategy() throws BudgetFailedException {
    TradeLine gone = new TradeLine("gone", -1, 0, dec("100"), dec("0"), dec("0"), dec("0"));

    assertThat(texts(plan(spec, List.of(gone)))).isEqualTo("SELL 100");
  }

  private List<ProposedTrade> plan(PortfolioSpec definition, List<TradeLine> lines)
      throws BudgetFailedException {
    assertThat(book.define(definition, 0)).isEmpty();
    Budget budget = book.evaluate(market.at(1), 0, settings).budget().orElseThrow();
    Universe universe = Universe.of(market.at(1), List.of("A", "Z"), "USD");
    TradeRoom room =
        new TradeRoom(
            definition, universe, dec("1000000"), settings, budget, universe.covariance(), lines);
    return new TradePlan(definition, universe, lines, room, true).trades();
  }

  private static String texts(List<ProposedTrade> trades) {
    List<String> texts = new ArrayList<>();
    for (ProposedTrade trade : trades) {
      texts.add(trade.side() + " " + trade.quantity().stripTrailingZeros().toPlainString());
    }
    return String.join("; ", texts);
  }
}
