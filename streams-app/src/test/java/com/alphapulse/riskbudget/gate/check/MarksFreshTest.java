package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Gate;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.ledger.Executions;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ages of prices with the defaults: of what is traded, and of what is held beside it. */
class MarksFreshTest {
  private static final GateSettings SETTINGS =
      Configuration.parse(
              "test", "calendars: {TSE: {time_zone: Asia/Tokyo, open: '09:00', close: '15:30'}}")
          .gate();

  @ParameterizedTest
  @CsvSource({
    // What is traded: ten seconds, with and without a calendar, held or not.
    "2026-11-24T15:00:00Z, 10000, '', PT0S, ''",
    "2026-11-24T15:00:00Z, 10001, '', PT0S, 10000",
    "2026-11-24T15:00:00Z, -60000, '', PT0S, ''",
    // What is held beside it without a calendar: four days.
    "2026-11-24T15:00:00Z, 0, '', PT96H, ''",
    "2026-11-24T15:00:00Z, 0, '', PT96H0.001S, 345600000",
    // With one: five minutes of its session, however long the night or the weekend.
    "2026-11-24T15:00:00Z, 0, TSE, PT8H30M, ''",
    "2026-11-22T15:00:00Z, 0, TSE, PT56H30M, ''",
    "2026-11-24T01:00:00Z, 0, TSE, PT5M, ''",
    "2026-11-24T01:00:00Z, 0, TSE, PT5M0.001S, 300000",
    "2026-11-24T15:00:00Z, 0, TSE, PT8H36M, 300000",
    "2026-11-24T00:05:00Z, 0, TSE, PT15H, ''",
    "2026-11-24T00:05:00Z, 0, TSE, PT20H, 300000",
    // A calendar that is not configured allows no more than one in session.
    "2026-11-24T15:00:00Z, 0, LSE, PT5M, ''",
    "2026-11-24T15:00:00Z, 0, LSE, PT96H, 300000",
  })
  void shouldBeStaleByItsOwnLimit(
      Instant now, long ageOfTraded, String calendar, Duration ageOfHeld, String limit) {
    long asOf = now.toEpochMilli();
    Marks marks =
        new Marks(
            "m",
            1,
            asOf,
            Map.of(
                "A", mark("A", asOf - ageOfTraded, ""),
                "B", mark("B", asOf - ageOfHeld.toMillis(), calendar)));
    PortfolioLedger ledger = ledger(asOf);
    ledger.restorePosition("s", "B", BigDecimal.ONE);
    List<Violation> violations = decide(ledger, marks, asOf).violations();

    if (limit.isEmpty()) {
      assertThat(violations).isEmpty();
    } else {
      assertThat(violations)
          .singleElement()
          .satisfies(
              v -> {
                assertThat(v.reason()).isEqualTo(RejectReason.STALE_MARK);
                assertThat(v.limit().orElseThrow()).isEqualByComparingTo(limit);
              });
    }
  }

  @Test
  void shouldTellTheAgesOfWhatIsTradedAndHeld() {
    CheckScene scene = new CheckScene();
    MarksFresh check = new MarksFresh();
    scene.calendars = "{X: {time_zone: UTC, open: '00:00', close: '23:59'}}";
    scene.hold("s", "B", "1");
    scene.now = 86_400_000;
    scene.budgetTime = Optional.of(scene.now);
    scene.mark("A", "100", "EUR", Touch.NONE, scene.now - 10_000, "");
    scene.mark("B", "10", "EUR", Touch.NONE, scene.now - 360_000, "X");

    assertThat(scene.figures(check, scene.buy("2")))
        .containsExactly(
            "A: 10000 AT_MOST 10000 CONFIGURATION MILLISECONDS_OLD",
            "B in session: 300000 AT_MOST 300000 CONFIGURATION MILLISECONDS_OLD");
    assertThat(scene.reasons(scene.buy("2"))).isEmpty();
    scene.mark("A", "100", "EUR", Touch.NONE, scene.now - 10_001, "");
    scene.assertBroken(
        check,
        scene.buy("2"),
        RejectReason.STALE_MARK,
        "A: 10001 AT_MOST 10000 CONFIGURATION MILLISECONDS_OLD");
  }

  @Test
  void shouldReject_whenWhatIsHeldOrPendsHasNoMark() {
    CheckScene scene = new CheckScene();
    scene.marks.remove("B");
    scene.reserve("o", "s", "B", Side.BUY, "2");

    assertThat(scene.decide(scene.buy("2")).violations())
        .singleElement()
        .extracting(Violation::reason, Violation::scopeId)
        .containsExactly(RejectReason.NO_MARK, "B");
    assertThat(scene.decide(scene.buy("2")).inputs().equity()).isEmpty();
    assertThat(scene.decide(scene.buy("2")).inputs().grossExposure()).isEmpty();
    assertThat(scene.figures(new MarksFresh(), scene.buy("2"))).contains("B has no price");
    Executions.release("o", scene.ledger, scene.marks());

    assertThat(scene.reasons(scene.buy("2"))).isEmpty();
  }

  private static Decision decide(PortfolioLedger ledger, Marks marks, long asOf) {
    Order order =
        new Order(
            "o",
            "p",
            "s",
            "A",
            Side.BUY,
            BigDecimal.ONE,
            false,
            Optional.empty(),
            false,
            false,
            asOf);
    return new Gate(Checks.ALWAYS, Checks.UNLESS_REDUCING)
        .decide(
            new Proposal(
                order,
                Optional.of("p"),
                new Proposal.World(
                    ledger, new TradingOverrides(), marks, RiskModel.none("m"), SETTINGS, asOf)));
  }

  private static PortfolioLedger ledger(long asOf) {
    PortfolioLedger ledger = new PortfolioLedger("p");
    ledger.define(
        new PortfolioSpec(
            "p",
            "m",
            "USD",
            new BigDecimal(10_000),
            List.of(new StrategySpec("s", 1, List.of("A", "B"), 0, 1)),
            HardLimits.NONE,
            Set.of()));
    Limit<BigDecimal> large = new Limit<>(new BigDecimal(9_000), Rule.BUDGET);
    ledger.apply(
        new Limits(
            1, asOf, large, Map.of("s", large), Map.of("A", large, "B", large), Optional.empty()));
    return ledger;
  }

  private static Marks.Mark mark(String symbol, long time, String calendar) {
    InstrumentSpec instrument = InstrumentSpec.defaults(symbol, AssetClass.EQUITY, "USD");
    return Marks.Mark.of(instrument, BigDecimal.TEN, Touch.NONE, time, calendar);
  }
}
