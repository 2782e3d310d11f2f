package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.TwoExchanges.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.Side;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No time that a sender claims in any record moves a clock. */
class ClaimedTimesTest {
  private static final Instant OPEN = TwoExchanges.START.plusSeconds(7_200);

  @TempDir Path directory;

  /** A record that bears a time. */
  @SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
  private enum Claim {
    INTENT((world, time) -> world.buy("NY", time)),
    REPORT((world, time) -> world.fill("x" + time, "NY", time)),
    DEFINITION((world, time) -> world.installation.send(TwoExchanges.definition(time))),
    OVERRIDE(
        (world, time) -> {
          RiskOverride cap = world.override(OverrideAction.CAP_LEVERAGE, time);
          cap.setValue(Wire.dec("9"));
          world.installation.send(cap);
        }),
    OVERRIDE_WITHOUT_EFFECT(
        (world, time) -> world.installation.send(world.override(OverrideAction.RESUME, time))),
    PRICE((world, time) -> world.tick("TK", time)),
    REGIME(
        (world, time) ->
            world.installation.send(
                new RegimeChange("M", Regime.BULL, 0.9, Map.of(), time, "outside")));

    private final BiConsumer<TwoExchanges, Instant> send;

    Claim(BiConsumer<TwoExchanges, Instant> send) {
      this.send = send;
    }
  }

  static Stream<Arguments> claims() {
    long micros = OPEN.toEpochMilli() * 1_000;
    List<Instant> times =
        List.of(
            OPEN.plusSeconds(60),
            OPEN.plusSeconds(28_800),
            OPEN.minusSeconds(28_800),
            Instant.ofEpochMilli(micros),
            Instant.ofEpochMilli(-1),
            Instant.EPOCH,
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Instant.ofEpochMilli(Long.MIN_VALUE));
    return Stream.of(Claim.values())
        .flatMap(claim -> times.stream().map(time -> Arguments.of(claim, time)));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void shouldMoveNoClock_whenARecordClaimsAnotherTime(Claim claim, Instant time) {
    try (TwoExchanges world = new TwoExchanges(directory, false)) {
      Instant open = world.trade();
      RiskOverride halt = world.override(OverrideAction.HALT, open);
      halt.setExpiresAt(open.plusSeconds(3_600));
      world.installation.send(halt);
      claim.send.accept(world, time);
      if (claim != Claim.OVERRIDE_WITHOUT_EFFECT) {
        assertThat(reasons(world.buy("NY", open))).as("the halt stays").containsExactly("HALTED");
        world.installation.send(world.override(OverrideAction.RESUME, open));
      }

      OrderDecision bought = world.buy("NY", open);
      assertThat(bought.getAsOf()).isBetween(open, open.plusSeconds(1));
      assertThat(reasons(bought)).isEmpty();
      assertThat(reasons(world.decide("TK", Side.SELL, "50", open))).isEmpty();
      assertThat(world.installation.budgets())
          .allSatisfy(
              budget -> assertThat(budget.getAsOf()).isBeforeOrEqualTo(open.plusSeconds(1)));
      goesOn(world, open.plusSeconds(61));
    }
  }

  private static void goesOn(TwoExchanges world, Instant later) {
    world.installation.passTo(later);
    world.tick("NY", later);
    assertThat(reasons(world.buy("NY", later))).isEmpty();
    List<BudgetUpdate> budgets = world.installation.budgets();
    assertThat(budgets).isNotEmpty();
    assertThat(budgets.get(budgets.size() - 1).getAsOf()).isEqualTo(later);
  }

  @Test
  void shouldSaySo_whenASendersClockIsAhead() {
    try (TwoExchanges world = new TwoExchanges(directory, true)) {
      Instant open = world.trade();

      assertThat(reasons(world.buy("NY", open.plusSeconds(60)))).containsExactly("CLOCK_AHEAD");
      assertThat(reasons(world.buy("NY", open.plusSeconds(5)))).isEmpty();
      assertThat(reasons(world.decide("NY", Side.SELL, "1", open.plusSeconds(28_800))))
          .as("also where it cuts risk")
          .containsExactly("CLOCK_AHEAD");
    }
  }

  @Test
  void shouldHaltAtOnceAndEndByTheMarketsClock_whenTheOperatorsClockIsAhead() {
    try (TwoExchanges world = new TwoExchanges(directory, false)) {
      Instant open = world.trade();
      RiskOverride halt = world.override(OverrideAction.HALT, open.plusSeconds(28_800));
      halt.setExpiresAt(open.plusSeconds(28_860));
      world.installation.send(halt);
      assertThat(reasons(world.buy("NY", open))).containsExactly("HALTED");
      Instant ended = open.plusSeconds(28_860);
      world.installation.passTo(ended);
      world.tick("NY", ended);

      assertThat(reasons(world.buy("NY", ended))).isEmpty();
    }
  }
}
