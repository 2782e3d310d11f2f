package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.TwoExchanges.PRICES;
import static com.alphapulse.riskbudget.topology.TwoExchanges.START;
import static com.alphapulse.riskbudget.topology.TwoExchanges.isOpen;
import static com.alphapulse.riskbudget.topology.TwoExchanges.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code run} does by itself, over a week in which New York has a holiday and half a day, and
 * Tokyo a holiday.
 */
class DefaultsOverAWeekTest {
  private static final Instant END = Instant.parse("2026-11-30T20:00:00Z");
  private static final Duration STEP = Duration.ofSeconds(60);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldApproveInSessionAndOnlyThen_whenAWeekGoesBy(boolean calendars) {
    try (TwoExchanges world = new TwoExchanges(directory, calendars)) {
      Instant lastBudget = START;
      int approved = 0;
      for (Instant t = START.plus(STEP); t.isBefore(END); t = t.plus(STEP)) {
        world.installation.passTo(t);
        if (!tick(world, t)) {
          continue;
        }
        List<BudgetUpdate> budgets = world.installation.budgets();
        if (!budgets.isEmpty()) {
          lastBudget = budgets.get(budgets.size() - 1).getAsOf();
        }
        // A price a minute, and a budget with each: from the first after the opening on.
        assertThat(Duration.between(lastBudget, t)).as("%s", t).isLessThanOrEqualTo(STEP);
        boolean atOpening = !isOpen("NY", t.minus(STEP)) && !isOpen("TK", t.minus(STEP));
        if (atOpening || t.getEpochSecond() % 900 == 0) {
          approved += ordersInBoth(world, t);
        }
      }
      assertThat(approved).isGreaterThan(200);
    }
  }

  private static boolean tick(TwoExchanges world, Instant t) {
    boolean any = false;
    for (String symbol : PRICES.keySet()) {
      if (isOpen(symbol, t)) {
        world.tick(symbol, t);
        any = true;
      }
    }
    return any;
  }

  /** Orders in what trades are approved, those in what does not are told so. */
  private static int ordersInBoth(TwoExchanges world, Instant t) {
    int approved = 0;
    world.installation.passTo(t.plusSeconds(3));
    for (String symbol : PRICES.keySet()) {
      OrderDecision decision = world.buy(symbol, world.installation.now());
      if (isOpen(symbol, t)) {
        assertThat(reasons(decision)).as("%s at %s", symbol, t).isEmpty();
        approved++;
      } else if (!isOpen(symbol, t.minus(STEP))) {
        assertThat(reasons(decision)).as("%s at %s", symbol, t).containsOnly("STALE_MARK");
      }
    }
    return approved;
  }

  @Test
  void shouldRejectForWhatIsOld_whenAFeedIsDeadAndTheSendersClockStandsStill() {
    try (TwoExchanges world = new TwoExchanges(directory, true)) {
      Instant open = world.trade();
      assertThat(reasons(world.buy("NY", open))).isEmpty();
      world.installation.passTo(open.plusSeconds(11));

      assertThat(reasons(world.buy("NY", open))).containsExactly("STALE_MARK");
      world.installation.passTo(open.plusSeconds(400));
      assertThat(reasons(world.buy("NY", open))).containsExactly("STALE_BUDGET", "STALE_MARK");
    }
  }

  @Test
  void shouldStopNothingElse_whenTheFeedOfOneSymbolIsAhead() {
    try (TwoExchanges world = new TwoExchanges(directory, false)) {
      Instant t = world.trade();
      for (int i = 1; i <= 100; i++) {
        t = t.plusSeconds(1);
        world.installation.passTo(t);
        world.tick("TK", t.plusSeconds(60));
        if (i % 5 == 0) {
          world.tick("NY", t);
        }
        assertThat(reasons(world.buy("NY", t))).isEmpty();
      }

      assertThat(world.installation.alerts())
          .filteredOn(a -> a.getType().equals("BAD_MARKET_DATA"))
          .hasSize(2)
          .allSatisfy(a -> assertThat(a.getMessage()).contains("TK", "60000 ms ahead"));
    }
  }

  @Test
  void shouldBeRefusedWithWhatToChange_whenAgesDoNotFit() throws IOException {
    assertThat(Configuration.defaults().misfits()).isEmpty();
    assertThat(Demo.configuration().misfits()).isEmpty();
    assertThat(Configuration.load(Path.of("..", "deploy", "riskbudget.yaml")).misfits()).isEmpty();
    Path wrong = directory.resolve("wrong.yaml");
    Files.writeString(
        wrong,
        """
        risk_budgeting: {monitoring_interval: 600}
        gate: {max_held_mark_age: 5, max_risk_model_age: 60}
        market: {mark_interval: 20}
        """);

    assertThatThrownBy(() -> Configuration.load(wrong))
        .hasMessageContaining("gate.max_budget_age is 300 s")
        .hasMessageContaining("monitoring_interval")
        .hasMessageContaining("gate.max_mark_age is 10 s")
        .hasMessageContaining("gate.max_held_mark_age is 5 s")
        .hasMessageContaining("gate.max_risk_model_age is 60 s");
  }
}
