package com.alphapulse.riskbudget.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.market.bars.Tick;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole market stage over nine years of daily prices, with the default settings. */
class SwissSectorsTest {

  private static final List<MarketEvent> EVENTS = new ArrayList<>();
  private static List<Tick> ticks;

  /** A change of regime and the last day that it was decided on. */
  private record Change(LocalDate day, Regime regime) {}

  @BeforeAll
  static void replay() {
    ticks = Markets.swissTicks();
    MarketModel model = new MarketModel("CH", Markets.DEFAULTS);
    ticks.forEach(tick -> EVENTS.addAll(model.onTick(tick)));
  }

  @Test
  void shouldCloseOneBarPerTradingDay_whenPricesAreDaily() {
    Set<Long> days = new TreeSet<>();
    ticks.forEach(tick -> days.add(tick.eventTime() / Markets.DAY));
    List<Long> ends = new ArrayList<>();
    Markets.snapshots(EVENTS).forEach(s -> ends.add(s.asOf() / Markets.DAY - 1));

    days.remove(ticks.get(ticks.size() - 1).eventTime() / Markets.DAY);
    assertThat(ends).containsExactlyElementsOf(days);
    assertThat(Markets.alerts(EVENTS)).isEmpty();
  }

  @Test
  void shouldSeeBearMarketAndCrises_whenTheyHappened() {
    assertThat(regimesWithin("2001-09-17", "2001-10-31")).containsOnly(Regime.CRISIS);
    assertThat(regimesWithin("2002-08-01", "2002-12-31"))
        .isSubsetOf(Regime.CRISIS, Regime.BEAR)
        .contains(Regime.CRISIS);
    assertThat(regimesWithin("2005-09-01", "2006-03-31")).containsOnly(Regime.BULL);
    assertThat(regimesWithin("2008-01-31", "2008-04-15")).isSubsetOf(Regime.CRISIS, Regime.BEAR);
    assertThat(regimesWithin("2008-09-24", "2008-10-16")).containsOnly(Regime.CRISIS);
  }

  @Test
  void shouldChangeRegimeNowAndThenOnly_whenYearsGoBy() {
    List<Change> changes = changes();

    assertThat(changes).as(changes.toString()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(
            changes.stream()
                .collect(Collectors.groupingBy(c -> c.day().getYear(), Collectors.counting()))
                .values())
        .as(changes.toString())
        .allSatisfy(perYear -> assertThat(perYear).isLessThanOrEqualTo(12));
    assertThat(changes.stream().map(Change::regime).collect(Collectors.toSet()))
        .isEqualTo(EnumSet.allOf(Regime.class));
  }

  @Test
  void shouldPublishUsableRisk_whenWarmedUp() {
    for (MarketSnapshot snapshot : Markets.snapshots(EVENTS)) {
      assertThat(snapshot.warmedUp()).isEqualTo(snapshot.bars() >= 63);
      if (snapshot.warmedUp()) {
        assertThat(snapshot.symbols())
            .hasSize(10)
            .allSatisfy(symbol -> assertThat(symbol.volatility()).isBetween(0.02, 1.5));
        assertThat(snapshot.correlations().average()).isBetween(0.1, 0.95);
      }
    }
  }

  private static List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (MarketEvent event : EVENTS) {
      if (event instanceof MarketEvent.RegimeDetected detected) {
        changes.add(
            new Change(
                LocalDate.ofEpochDay(detected.signal().detectedAt() / Markets.DAY - 1),
                detected.signal().regime()));
      }
    }
    return changes;
  }

  private static Set<Regime> regimesWithin(String from, String to) {
    return Markets.snapshots(EVENTS).stream()
        .filter(s -> s.asOf() > LocalDate.parse(from).toEpochDay() * Markets.DAY)
        .filter(s -> s.asOf() <= (LocalDate.parse(to).toEpochDay() + 1) * Markets.DAY)
        .map(snapshot -> snapshot.regime().regime())
        .collect(Collectors.toSet());
  }
}
