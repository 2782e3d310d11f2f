package com.alphapulse.riskbudget.budget;

import static com.alphapulse.riskbudget.budget.Fixtures.MINUTE;
import static com.alphapulse.riskbudget.budget.Fixtures.PORTFOLIO;
import static com.alphapulse.riskbudget.budget.Fixtures.dec;
import static com.alphapulse.riskbudget.budget.Fixtures.fill;
import static com.alphapulse.riskbudget.budget.Fixtures.override;
import static com.alphapulse.riskbudget.budget.Fixtures.settings;
import static com.alphapulse.riskbudget.budget.Fixtures.strategy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategyGroup;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BookStorageTest {
  private final RiskBudgeting settings =
      settings("realised_volatility_bars: 4", "monitoring_interval: 120");

  /** The same history, with one book stored and read back after every event. */
  @Property(tries = 40)
  void shouldContinueExactly_whenStoredAfterEveryEvent(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    PortfolioBook kept = new PortfolioBook(PORTFOLIO);
    PortfolioBook stored = new PortfolioBook(PORTFOLIO);
    Fixtures.Market market = new Fixtures.Market();
    int budgets = 0;
    for (int i = 1; i <= 60; i++) {
      move(market, random, i);
      if (i == 3 || random.nextInt(20) == 0) {
        String cash = "" + (900_000 + random.nextInt(200_000));
        var spec = definition(cash);
        assertThat(stored.define(spec, i)).isEqualTo(kept.define(spec, i));
      }
      if (random.nextInt(3) == 0) {
        var fill =
            fill(
                random.nextBoolean() ? "a" : "b",
                random.nextBoolean() ? "AAA" : "BBB",
                random.nextBoolean() ? Side.BUY : Side.SELL,
                "" + (1 + random.nextInt(2000)),
                "100.123");
        kept.apply(fill, BigDecimal.ONE);
        stored.apply(fill, BigDecimal.ONE);
      }
      if (random.nextInt(6) == 0) {
        RiskOverrideSpec override = randomOverride(random, i);
        assertThat(stored.overrides().apply(override, i * MINUTE))
            .isEqualTo(kept.overrides().apply(override, i * MINUTE));
      }
      stored = roundTrip(stored);
      MarketSnapshot snapshot = market.at(i);
      BudgetStep step = kept.evaluate(snapshot, 0, settings);
      assertThat(stored.evaluate(snapshot, 0, settings)).isEqualTo(step);
      budgets += step.budget().isPresent() ? 1 : 0;
      assertThat(bytes(stored)).isEqualTo(bytes(kept));
    }
    assertThat(stored.spec()).isEqualTo(kept.spec()).isPresent();
    assertThat(stored.marketSequence()).isEqualTo(60);
    assertThat(budgets).isGreaterThan(10);
  }

  @Test
  void shouldRefuse_whenVersionIsUnknownOrBytesEndEarly() throws IOException {
    byte[] bytes = bytes(new PortfolioBook(PORTFOLIO));
    assertThat(read(bytes).marketSequence()).isEqualTo(-1);
    bytes[0] = 99;
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("99");
    bytes[0] = 1;
    assertThatThrownBy(() -> read(java.util.Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(IOException.class);
  }

  private static void move(Fixtures.Market market, Random random, int i) {
    market
        .symbol("AAA", price(random, 100), 0.1 + 0.2 * random.nextDouble())
        .symbol("BBB", price(random, 50), 0.1 + 0.3 * random.nextDouble())
        .symbol("CCC", price(random, 10), random.nextInt(30) == 0 ? Double.NaN : 0.3)
        .averageCorrelation(0.6 + 0.4 * random.nextDouble())
        .correlation(0.5 * random.nextDouble())
        .warm(i > 8);
    if (random.nextInt(6) == 0) {
      market.regime(List.of(Regime.BULL, Regime.BEAR, Regime.CRISIS).get(random.nextInt(3)));
    }
  }

  private static String price(Random random, int around) {
    return BigDecimal.valueOf(around * (0.95 + 0.1 * random.nextDouble()))
        .setScale(4, java.math.RoundingMode.HALF_EVEN)
        .toString();
  }

  private static RiskOverrideSpec randomOverride(Random random, int i) {
    OverrideAction action =
        List.of(
                OverrideAction.CAP_LEVERAGE,
                OverrideAction.CAP_POSITION,
                OverrideAction.SCALE_BUDGET,
                OverrideAction.PIN_REGIME,
                OverrideAction.REBALANCE,
                OverrideAction.WITHDRAW)
            .get(random.nextInt(6));
    return override(
        "o" + random.nextInt(3),
        OverrideScope.PORTFOLIO,
        "",
        action,
        "" + random.nextDouble(),
        Optional.of(Regime.BEAR),
        random.nextBoolean() ? OptionalLong.of((i + 5) * MINUTE) : OptionalLong.empty());
  }

  /** With everything that a definition may hold. */
  private static PortfolioSpec definition(String cash) {
    return new PortfolioSpec(
        PORTFOLIO,
        "us",
        "USD",
        dec(cash),
        List.of(
            new StrategySpec(
                "a",
                1,
                List.of("AAA", "BBB"),
                0.1,
                0.9,
                OptionalDouble.of(5),
                OptionalDouble.of(-0.02)),
            strategy("b", 2, "CCC", "AAA")),
        limits(),
        Set.of("CCC"),
        List.of(new StrategyGroup("g", List.of("b"), 0.2, 0.7)));
  }

  private static HardLimits limits() {
    return new HardLimits(
        OptionalDouble.of(1.2),
        Optional.of(dec("5")),
        Optional.of(dec("6.5")),
        OptionalDouble.of(0.9),
        OptionalInt.of(3),
        OptionalDouble.of(0.1),
        OptionalDouble.empty(),
        OptionalDouble.of(20),
        OptionalDouble.empty(),
        Map.of("AAA", dec("5000")));
  }

  private static PortfolioBook roundTrip(PortfolioBook book) throws IOException {
    PortfolioBook read = read(bytes(book));
    book.spec().ifPresent(read::restore);
    for (int i = 0; i < 3; i++) {
      book.overrides().get("o" + i).ifPresent(read.overrides()::restore);
    }
    return read;
  }

  private static byte[] bytes(PortfolioBook book) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    book.writeTo(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static PortfolioBook read(byte[] bytes) throws IOException {
    return PortfolioBook.readFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
