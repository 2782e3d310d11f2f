package com.alphapulse.riskbudget.budget;

import static com.alphapulse.riskbudget.budget.Fixtures.PORTFOLIO;
import static com.alphapulse.riskbudget.budget.Fixtures.dec;
import static com.alphapulse.riskbudget.budget.Fixtures.fill;
import static com.alphapulse.riskbudget.budget.Fixtures.portfolio;
import static com.alphapulse.riskbudget.budget.Fixtures.strategy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.limits.Budget.StrategyBudget;
import com.alphapulse.riskbudget.budget.limits.Budget.SymbolBudget;
import com.alphapulse.riskbudget.budget.performance.Performance;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.AllocationMethod;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.BudgetCause;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarkedPrice;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategySpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One symbol that no budget can be made of refuses only itself. */
class ExcludedSymbolsTest {
  private final RiskBudgeting settings = Fixtures.settings("monitoring_interval: 60");
  private final Fixtures.Market market = new Fixtures.Market().symbol("AAA", "50", 0.2);
  private PortfolioBook book = new PortfolioBook(PORTFOLIO);

  @ParameterizedTest
  @CsvSource({
    "EUR, 10, true, CURRENCY, 'BAD is priced in EUR, not in USD'",
    "EUR, 10, false, CURRENCY, 'BAD is priced in EUR, not in USD'",
    "'', 10, true, CURRENCY, the currency of BAD is not known",
    "usd, 10, true, CURRENCY, 'BAD is priced in usd, not in USD'",
    "USD, 0, true, NO_PRICE, market us has no price for BAD",
    ", , true, NO_PRICE, market us has no price for BAD",
    ", , false, NO_PRICE, market us has no price for BAD",
  })
  void shouldBudgetTheOthers_whenOneSymbolCannotBe(
      String currency, String price, boolean warm, String boundBy, String why) {
    if (price != null) {
      market.instrument(instrument(currency), price, 0.3);
    }
    define(strategy("s", 1, "AAA", "BAD"));

    BudgetStep step = book.evaluate(market.warm(warm).at(1), 0, settings);

    Budget budget = step.budget().orElseThrow();
    SymbolBudget bad = symbol(budget, "BAD");
    assertThat(bad.targetWeight()).isZero();
    assertThat(bad.positionLimit()).isEqualByComparingTo("0");
    assertThat(bad.source().text()).isEqualTo(boundBy);
    assertThat(symbol(budget, "AAA").positionLimit()).isPositive();
    Alert alert = step.alerts().get(0);
    assertThat(step.alerts()).hasSize(1);
    assertThat(alert.type()).isEqualTo(AlertType.SYMBOL_EXCLUDED);
    assertThat(alert.scopeId()).contains("BAD");
    assertThat(alert.message()).contains(why);
  }

  @Test
  void shouldAlertOnceForEachCause_andIssueABudget_whenASymbolComesAndGoes() throws IOException {
    define(strategy("s", 1, "AAA", "BAD"));
    assertThat(book.evaluate(market.at(1), 0, settings).alerts()).hasSize(1);
    assertThat(book.evaluate(market.at(2), 0, settings).alerts()).isEmpty();
    book = stored(book);
    assertThat(book.evaluate(market.at(3), 0, settings).alerts()).isEmpty();

    market.instrument(instrument("EUR"), "10", 0.3);
    assertThat(book.evaluate(market.at(4), 0, settings).alerts()).hasSize(1);
    assertThat(book.evaluate(market.at(5), 0, settings).alerts()).isEmpty();

    market.instrument(instrument("USD"), "10", 0.3);
    BudgetStep back = book.evaluate(market.at(6), 0, settings);
    assertThat(back.alerts()).isEmpty();
    assertThat(back.budget().orElseThrow().cause()).isEqualTo(BudgetCause.PORTFOLIO_CHANGE);
    assertThat(symbol(back.budget().orElseThrow(), "BAD").positionLimit()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(
      value = AllocationMethod.class,
      names = "REGIME_PREFERENCE",
      mode = EnumSource.Mode.EXCLUDE)
  void shouldLeaveCapitalInCash_whenNothingOfAStrategyCanBeBudgeted(AllocationMethod method) {
    RiskBudgeting withMethod =
        Fixtures.settings(
            "regime_allocations: {bull: {equity_allocation: 0.8, leverage_limit: 1.5, vol_target: 0.15, method: %s}}"
                .formatted(method.name().toLowerCase(Locale.ROOT)));
    book.define(
        portfolio(
            new StrategySpec(
                "s",
                1,
                java.util.List.of("AAA"),
                0.3,
                0.6,
                java.util.OptionalDouble.empty(),
                java.util.OptionalDouble.of(0.05)),
            new StrategySpec(
                "t",
                1,
                java.util.List.of("BAD"),
                0.3,
                0.6,
                java.util.OptionalDouble.empty(),
                java.util.OptionalDouble.of(0.05))),
        0);

    Budget budget = book.evaluate(market.at(1), 0, withMethod).budget().orElseThrow();

    // 80 % of equity is for risk assets; at most 60 % of it for one strategy.
    StrategyBudget able = budget.strategies().get(0);
    assertThat(able.allocatedCapital().doubleValue()).isLessThanOrEqualTo(480_000 + 1e-3);
    assertThat(able.allocatedCapital()).isPositive();
    assertThat(budget.strategies().get(1).allocatedCapital()).isEqualByComparingTo("0");
  }

  @Test
  void shouldAllowNothing_whenEverySymbolIsForeign() {
    market.instrument(instrument("EUR"), "10", 0.3);
    define(strategy("s", 1, "BAD"));

    Budget budget = book.evaluate(market.at(1), 0, settings).budget().orElseThrow();

    assertThat(symbol(budget, "BAD").positionLimit()).isEqualByComparingTo("0");
    assertThat(budget.strategies().get(0).exposureLimit()).isEqualByComparingTo("0");
    assertThat(budget.equity()).isEqualByComparingTo("1000000");
  }

  @Test
  void shouldCountNothingForWhatIsHeld_butFailForWhatIsOwed_whenTheSymbolIsExcluded() {
    define(strategy("s", 1, "AAA"));
    book.apply(fill("s", "BAD", Side.BUY, "100", "10"), BigDecimal.ONE);
    market.instrument(instrument("EUR"), "10", 0.3);

    BudgetStep step = book.evaluate(market.at(1), 0, settings);
    assertThat(step.budget().orElseThrow().equity()).isEqualByComparingTo("999000");
    assertThat(step.alerts().get(0).message()).contains("counts as worth nothing");

    book.apply(fill("s", "BAD", Side.SELL, "101", "10"), BigDecimal.ONE);
    BudgetStep owed = book.evaluate(market.at(2), 0, settings);
    assertThat(owed.budget()).isEmpty();
    assertThat(owed.alerts()).extracting(Alert::type).containsExactly(AlertType.BUDGET_FAILED);
  }

  @Test
  void shouldSayAtOnce_andCountNothing_whenTheCurrencyOfWhatIsHeldChangesBetweenBars() {
    market.instrument(instrument("USD"), "10", 0.3);
    define(strategy("s", 1, "AAA", "BAD"));
    book.apply(fill("s", "BAD", Side.BUY, "100", "10"), BigDecimal.ONE);
    MarketSnapshot bar = market.at(1);
    assertThat(book.evaluate(bar, 0, settings).alerts()).isEmpty();
    Map<String, MarkedPrice> marks =
        Map.of("BAD", new MarkedPrice(instrument("EUR"), new BigDecimal("10")));

    BudgetStep monitored = book.monitor(bar.pricedAt(marks), bar.asOf() + 60_000, settings);

    assertThat(monitored.budget().orElseThrow().equity()).isEqualByComparingTo("999000");
    assertThat(symbol(monitored.budget().orElseThrow(), "BAD").positionLimit())
        .isEqualByComparingTo("0");
    assertThat(monitored.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.type()).isEqualTo(AlertType.SYMBOL_EXCLUDED);
              assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
              assertThat(alert.message())
                  .contains("BAD is priced in EUR, not in USD")
                  .contains("counts as worth nothing")
                  .contains("only orders pass that cut risk");
            });
    // The bar knew the currency of before, but the marks have a word in that: no second alert.
    BudgetStep atBar = book.evaluate(bar.atItsBar(marks), bar.asOf() + 60_000, settings);
    assertThat(atBar.alerts()).isEmpty();
    assertThat(atBar.budget().orElseThrow().equity()).isEqualByComparingTo("999000");
    BudgetStep back = book.monitor(bar.pricedAt(Map.of()), bar.asOf() + 120_000, settings);
    assertThat(back.alerts()).isEmpty();
    assertThat(back.budget().orElseThrow().equity()).isEqualByComparingTo("1000000");
  }

  @Test
  void shouldTrackTheShadow_whenASymbolStartsLate() {
    define(strategy("s", 1, "AAA", "BAD"), strategy("t", 1, "BAD"));
    book.evaluate(market.at(1), 0, settings);
    Performance one =
        book.evaluate(market.symbol("AAA", "55", 0.2).at(2), 0, settings)
            .budget()
            .orElseThrow()
            .performance()
            .orElseThrow();
    assertThat(one.shadow().total()).isCloseTo(0.1, within(0.002));
  }

  private void define(StrategySpec... strategies) {
    assertThat(book.define(portfolio(strategies), 0)).isEmpty();
  }

  private static InstrumentSpec instrument(String currency) {
    return new InstrumentSpec(
        "BAD", AssetClass.EQUITY, currency, BigDecimal.ONE, dec("0.01"), BigDecimal.ONE);
  }

  private static SymbolBudget symbol(Budget budget, String symbol) {
    return budget.symbols().stream()
        .filter(s -> s.symbol().equals(symbol))
        .findFirst()
        .orElseThrow();
  }

  private static PortfolioBook stored(PortfolioBook book) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    book.writeTo(new DataOutputStream(bytes));
    PortfolioBook read =
        PortfolioBook.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    book.spec().ifPresent(read::restore);
    return read;
  }
}
