package com.alphapulse.riskbudget.market;

import static com.alphapulse.riskbudget.market.Markets.DAY;
import static com.alphapulse.riskbudget.market.Markets.DEFAULTS;
import static com.alphapulse.riskbudget.market.Markets.alerts;
import static com.alphapulse.riskbudget.market.Markets.snapshots;
import static com.alphapulse.riskbudget.market.Markets.tick;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.MarketSettings.RegimeSource;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.market.bars.MarkValue;
import com.alphapulse.riskbudget.market.bars.Tick;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MarketModelBarsTest {
  private static final MarketEvent REFUSED = new MarketEvent.RecordSkipped(false);
  private static final MarketEvent HELD = new MarketEvent.RecordSkipped(true);

  private final MarketModel model = new MarketModel("CH", DEFAULTS);
  private final List<MarketEvent> events = new ArrayList<>();

  private List<MarketEvent> send(String symbol, String price, long eventTime) {
    List<MarketEvent> answer = model.onTick(tick(symbol, price, eventTime));
    events.addAll(answer);
    return answer;
  }

  private void twoBars() {
    send("A", "100", 0);
    send("B", "50", 1);
    send("A", "101", DAY);
    send("B", "51", DAY);
    send("A", "102", 2 * DAY);
  }

  @Test
  void shouldCloseTheFirstBarByLatenessOnly_whenNobodyKnowsWhoWillTrade() {
    send("A", "100", 0);
    assertThat(send("A", "101", DAY)).isEmpty();
    assertThat(send("B", "50", 5)).isEmpty();
    List<MarketSnapshot> closed = snapshots(send("A", "102", 2 * DAY));

    assertThat(closed).hasSize(1);
    assertThat(closed.get(0).asOf()).isEqualTo(DAY);
    assertThat(closed.get(0).symbols())
        .extracting(s -> s.instrument().symbol() + " " + s.price())
        .containsExactly("A 100", "B 50");
  }

  @Test
  void shouldCloseABar_whenEveryActiveInstrumentIsBeyondIt() {
    twoBars();
    assertThat(snapshots(events)).hasSize(1);

    List<MarketSnapshot> closed = snapshots(send("B", "52", 2 * DAY));
    assertThat(closed).extracting(MarketSnapshot::asOf).containsExactly(2 * DAY);
    assertThat(closed.get(0).sequence()).isEqualTo(2);
    assertThat(closed.get(0).bars()).isEqualTo(2);
  }

  @Test
  void shouldPutAPriceOnTheEndIntoTheNextBar_whenBarsMeet() {
    twoBars();
    send("B", "51.5", 2 * DAY - 1);
    MarketSnapshot closed = snapshots(send("B", "60", 2 * DAY)).get(0);
    assertThat(closed.symbols().get(1).price()).isEqualByComparingTo("51.5");
  }

  @Test
  void shouldTakeTheLastPriceByEventTime_whenPricesArriveOutOfOrder() {
    send("A", "100", 500);
    send("A", "90", 400);
    send("A", "110", 2 * DAY);
    assertThat(snapshots(events).get(0).symbols().get(0).price()).isEqualByComparingTo("100");
  }

  @Test
  void shouldMakeNoBar_whenAnIntervalHasNoPrice() {
    twoBars();
    send("B", "52", 2 * DAY);
    send("A", "103", 10 * DAY);
    send("B", "53", 10 * DAY);
    send("A", "104", 11 * DAY);
    send("B", "54", 11 * DAY);

    assertThat(snapshots(events))
        .extracting(MarketSnapshot::asOf)
        .containsExactly(DAY, 2 * DAY, 3 * DAY, 11 * DAY);
  }

  @Test
  void shouldCarryThePriceForward_whenAnInstrumentMissesABar() throws IOException {
    twoBars();
    send("B", "52", 2 * DAY);
    double before = snapshots(events).get(1).symbols().get(1).volatility();
    MarketModel other = Markets.Saved.all(model).read(DEFAULTS);
    assertThat(other.marks()).isEqualTo(model.marks());
    send("A", "103", 3 * DAY);
    send("A", "104", 4 * DAY);
    send("A", "105", 5 * DAY);

    MarketSnapshot hole = snapshots(events).get(3);
    assertThat(hole.asOf()).isEqualTo(4 * DAY);
    assertThat(hole.symbols().get(1).price()).isEqualByComparingTo("52");
    assertThat(before).isPositive();
    assertThat(hole.symbols().get(1).volatility())
        .isEqualTo(snapshots(events).get(2).symbols().get(1).volatility());
  }

  @Test
  void shouldAlertOnceAndIgnore_whenAPriceIsLate() {
    twoBars();
    send("B", "52", 2 * DAY);
    List<Alert> late = alerts(send("B", "10000", DAY - 5));
    assertThat(late).extracting(Alert::type).containsExactly(AlertType.BAD_MARKET_DATA);

    late = alerts(send("B", "55", DAY - 4));
    assertThat(late).extracting(Alert::type).containsExactly(AlertType.LATE_MARKET_DATA);
    assertThat(late.get(0).message()).containsPattern(" at \\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z belongs");
    assertThat(late.get(0).scopeId()).contains("B");
    assertThat(send("B", "55", DAY - 3)).isEmpty();
    assertThat(alerts(send("B", "55", 2 * DAY - 3))).hasSize(1);
    assertThat(model.marks().get(1).price()).isEqualByComparingTo("52");
  }

  @Test
  void shouldMoveTheMarkButNoBar_whenALatePriceIsTheNewestOfItsInstrument() {
    send("B", "50", 1);
    send("A", "100", DAY);
    send("A", "101", 3 * DAY);
    assertThat(alerts(send("B", "51", 2))).hasSize(1);
    assertThat(model.marks().get(1).price()).isEqualByComparingTo("51");
    assertThat(snapshots(events).get(0).symbols().get(0).price()).isEqualByComparingTo("50");
  }

  @Test
  void shouldAlertAndIgnore_whenAPriceMakesNoSense() {
    for (String price : List.of("0", "-1", "1E+400", "1E-400")) {
      MarketModel fresh = new MarketModel("CH", DEFAULTS);
      List<MarketEvent> answer = fresh.onTick(tick("A", price, 0));
      assertThat(alerts(answer)).extracting(Alert::type).containsExactly(AlertType.BAD_MARKET_DATA);
      assertThat(fresh.onTick(tick("A", price, 1))).containsExactly(REFUSED);
      assertThat(alerts(fresh.onTick(tick("A", price, DAY)))).hasSize(1);
      assertThat(fresh.marks()).isEmpty();
    }
    assertThat(alerts(send("A", "100", Long.MAX_VALUE))).hasSize(1);
    assertThat(alerts(send("A", "100", Long.MIN_VALUE))).hasSize(1);
    assertThat(model.marks()).isEmpty();
  }

  @Test
  void shouldIgnoreALeapInTime_untilASecondOneConfirmsIt() {
    twoBars();
    assertThat(alerts(send("A", "103", 20_000 * DAY)))
        .extracting(Alert::type)
        .containsExactly(AlertType.BAD_MARKET_DATA);
    assertThat(send("A", "103", 20_000 * DAY)).containsExactly(REFUSED);
    assertThat(model.marks().get(0).eventTime()).isEqualTo(2 * DAY);
    assertThat(snapshots(send("B", "52", 2 * DAY))).hasSize(1);

    assertThat(alerts(send("A", "104", 100 * DAY))).hasSize(1);
    assertThat(alerts(send("B", "53", 101 * DAY))).isEmpty();
    assertThat(alerts(send("A", "105", 101 * DAY))).isEmpty();
    assertThat(model.marks().get(0).price()).isEqualByComparingTo("105");
  }

  @Test
  void shouldHoldAJump_untilASecondPriceConfirmsIt() {
    twoBars();
    List<Alert> held = alerts(send("A", "160", 2 * DAY + 1));
    assertThat(held).hasSize(1);
    assertThat(held.get(0).observed().getAsDouble()).isEqualTo(160 / 102.0);
    assertThat(send("A", "160", 2 * DAY + 1)).containsExactly(HELD);
    assertThat(model.marks().get(0).price()).isEqualByComparingTo("102");

    assertThat(send("A", "165", 2 * DAY + 2)).isEmpty();
    assertThat(model.marks().get(0).price()).isEqualByComparingTo("165");
  }

  @Test
  void shouldDropAHeldPrice_whenThePriceIsBack() {
    twoBars();
    send("A", "10", 2 * DAY + 1);
    send("A", "103", 2 * DAY + 2);
    send("A", "10", 2 * DAY + 3);
    assertThat(model.marks().get(0).price()).isEqualByComparingTo("103");
    send("A", "30", 2 * DAY + 4);
    assertThat(model.marks().get(0).price()).isEqualByComparingTo("103");
  }

  @Test
  void shouldCloseTheBarWithoutTheHeldPrice_whenOnlyTheNextBarConfirmsIt() {
    twoBars();
    send("B", "52", 2 * DAY);
    send("A", "200", 2 * DAY + 5);
    send("A", "201", 3 * DAY);
    MarketSnapshot closed = snapshots(send("B", "53", 3 * DAY)).get(0);
    assertThat(closed.symbols().get(0).price()).isEqualByComparingTo("102");
    assertThat(model.marks().get(0).price()).isEqualByComparingTo("201");
  }

  @Test
  void shouldCarryReferenceData_whenAnInstrumentIsDescribed() {
    InstrumentSpec spec =
        new InstrumentSpec(
            "A",
            AssetClass.BOND,
            "CHF",
            BigDecimal.TEN,
            new BigDecimal("0.01"),
            new BigDecimal("100"));
    assertThat(model.onInstrument(spec)).isEmpty();
    assertThat(model.marks()).isEmpty();
    twoBars();
    assertThat(model.marks())
        .containsExactly(
            new MarkValue(spec, new BigDecimal("102"), Touch.NONE, 2 * DAY),
            new MarkValue(
                InstrumentSpec.defaults("B", AssetClass.EQUITY, "CHF"),
                new BigDecimal("51"),
                Touch.NONE,
                DAY));
    assertThat(snapshots(events).get(0).symbols().get(0).instrument()).isEqualTo(spec);

    InstrumentSpec bad =
        new InstrumentSpec(
            "A", AssetClass.BOND, "CHF", BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ONE);
    assertThat(alerts(model.onInstrument(bad)))
        .extracting(Alert::type)
        .containsExactly(AlertType.BAD_REFERENCE_DATA);
    assertThat(model.marks().get(0).instrument()).isEqualTo(spec);
  }

  @Test
  void shouldCountMarksRecordsOn_whenRestored() throws IOException {
    assertThat(model.nextMarksSequence()).isEqualTo(1);
    assertThat(Markets.Saved.all(model).read(DEFAULTS).nextMarksSequence()).isEqualTo(2);
  }

  /** Arrival is at most one bar out of order, so that no price is late. */
  @Property(tries = 100)
  void shouldCloseLikeAPlainGrouping_whenNothingIsLate(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int days) {
    MarketModel shuffled =
        new MarketModel(
            "CH", Markets.settings(1, RegimeSource.BUILT_IN, Markets.regimes(100, 252, 10)));
    Map<Long, Map<String, Tick>> plain = new TreeMap<>();
    List<MarketEvent> answers = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      List<Tick> ticks = new ArrayList<>();
      for (String symbol : List.of("A", "B", "C")) {
        for (int k = random.nextInt(4); k > 0; k--) {
          ticks.add(
              tick(
                  symbol,
                  Integer.toString(90 + random.nextInt(20)),
                  day * DAY + random.nextInt(86_400_000)));
        }
      }
      Collections.shuffle(ticks, random);
      ticks.forEach(
          tick ->
              plain
                  .computeIfAbsent(tick.eventTime() / DAY, d -> new TreeMap<>())
                  .merge(tick.symbol(), tick, (a, b) -> b.eventTime() >= a.eventTime() ? b : a));
      ticks.forEach(tick -> answers.addAll(shuffled.onTick(tick)));
    }
    answers.addAll(shuffled.onTick(tick("Z", "1", (days + 5) * DAY)));

    List<MarketSnapshot> closed = snapshots(answers);
    assertThat(alerts(answers)).extracting(Alert::type).doesNotContain(AlertType.LATE_MARKET_DATA);
    assertThat(closed)
        .extracting(s -> s.asOf() / DAY - 1)
        .containsExactlyElementsOf(plain.keySet());
    Map<String, BigDecimal> last = new TreeMap<>();
    for (MarketSnapshot snapshot : closed) {
      plain
          .get(snapshot.asOf() / DAY - 1)
          .forEach((symbol, tick) -> last.put(symbol, tick.price()));
      Map<String, BigDecimal> published = new TreeMap<>();
      snapshot.symbols().forEach(s -> published.put(s.instrument().symbol(), s.price()));
      assertThat(published).isEqualTo(last);
    }
  }
}
