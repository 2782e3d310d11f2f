package com.alphapulse.riskbudget.market;

import static com.alphapulse.riskbudget.market.Markets.DAY;
import static com.alphapulse.riskbudget.market.Markets.DEFAULTS;
import static com.alphapulse.riskbudget.market.Markets.alerts;
import static com.alphapulse.riskbudget.market.Markets.snapshots;
import static com.alphapulse.riskbudget.market.Markets.tick;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.config.MarketSettings.RegimeSource;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.market.regime.RegimeSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarketModelRegimeTest {

  private static final MarketSettings EXTERNAL =
      Markets.settings(1, RegimeSource.EXTERNAL, Markets.regimes(5, 20, 2));
  private static final MarketSettings BUILT_IN =
      Markets.settings(1, RegimeSource.BUILT_IN, Markets.regimes(5, 20, 2));

  private static RegimeSignal signal(Regime regime, long detectedAt) {
    return new RegimeSignal(regime, 0.8, Map.of(), detectedAt, "desk");
  }

  private static MarketSnapshot only(List<MarketEvent> events) {
    assertThat(events).hasSize(1);
    return snapshots(events).get(0);
  }

  /** Prices of one instrument that rise by 1 % a day; what happened on the way. */
  private static List<MarketEvent> rise(MarketModel model, int days) {
    List<MarketEvent> events = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      String price = Double.toString(100 * Math.pow(1.01, day));
      events.addAll(model.onTick(tick("A", price, day * DAY)));
    }
    return events;
  }

  @Test
  void shouldBeInCrisis_untilTheFirstOutsideSignal() {
    MarketModel model = new MarketModel("CH", EXTERNAL);
    List<MarketEvent> events = rise(model, 40);
    assertThat(events)
        .isNotEmpty()
        .allSatisfy(
            event -> {
              MarketEvent.SnapshotPublished published = (MarketEvent.SnapshotPublished) event;
              assertThat(published.snapshot().regime().regime()).isEqualTo(Regime.CRISIS);
              assertThat(published.snapshot().regime().source()).isEqualTo("none");
              assertThat(published.regimeChanged()).isFalse();
            });
  }

  @Test
  void shouldPublishAtOnce_whenTheRegimeChangesBeforeTheFirstBar() {
    MarketModel model = new MarketModel("CH", EXTERNAL);
    MarketSnapshot snapshot = only(model.onRegimeChange(signal(Regime.BULL, 77)));
    assertThat(snapshot.symbols()).isEmpty();
    assertThat(snapshot.asOf()).isEqualTo(77);
    assertThat(snapshot.sequence()).isEqualTo(1);
    assertThat(snapshot.regime().regime()).isEqualTo(Regime.BULL);
    assertThat(snapshot.warmedUp()).isFalse();
  }

  @Test
  void shouldCarryTheLatestRiskModel_whenTheRegimeChangesWithinABar() {
    MarketModel model = new MarketModel("CH", EXTERNAL);
    List<MarketSnapshot> bars = snapshots(rise(model, 40));
    MarketSnapshot last = bars.get(bars.size() - 1);
    List<MarketEvent> answer = model.onRegimeChange(signal(Regime.BEAR, 39 * DAY + 5));

    assertThat(((MarketEvent.SnapshotPublished) answer.get(0)).regimeChanged()).isTrue();
    MarketSnapshot snapshot = only(answer);
    assertThat(snapshot.symbols()).isEqualTo(last.symbols());
    assertThat(snapshot.bars()).isEqualTo(last.bars());
    assertThat(snapshot.sequence()).isEqualTo(last.sequence() + 1);
    assertThat(snapshot.asOf()).isEqualTo(39 * DAY + 5);
    assertThat(snapshot.regime().since()).isEqualTo(39 * DAY + 5);
  }

  @Test
  void shouldAlertAndStay_whenASignalMakesNoSense() {
    MarketModel model = new MarketModel("CH", EXTERNAL);
    model.onRegimeChange(signal(Regime.BULL, 100));
    List<RegimeSignal> bad =
        List.of(
            signal(Regime.BEAR, 99),
            signal(Regime.BEAR, Long.MAX_VALUE),
            new RegimeSignal(Regime.BEAR, Double.NaN, Map.of(), 200, "desk"),
            new RegimeSignal(Regime.BEAR, 1.01, Map.of(), 200, "desk"),
            new RegimeSignal(Regime.BEAR, -0.01, Map.of(), 200, "desk"),
            new RegimeSignal(Regime.BEAR, 0.5, Map.of(), 200, " "),
            new RegimeSignal(Regime.BEAR, 0.5, Map.of(Regime.BEAR, 0.9), 200, "desk"),
            new RegimeSignal(Regime.BEAR, 0.5, Map.of(Regime.BEAR, Double.NaN), 200, "desk"),
            new RegimeSignal(
                Regime.BEAR, 0.5, Map.of(Regime.BEAR, 1.5, Regime.BULL, -0.5), 200, "desk"));
    for (RegimeSignal each : bad) {
      List<MarketEvent> answer = model.onRegimeChange(each);
      assertThat(answer).contains(new MarketEvent.RecordSkipped(false)).hasSize(2);
      assertThat(alerts(answer))
          .extracting(Alert::type)
          .containsExactly(AlertType.BAD_REGIME_CHANGE);
    }
    assertThat(only(model.onRegimeChange(signal(Regime.SIDEWAYS, 100))).sequence()).isEqualTo(2);
  }

  @Test
  void shouldSayThatSomethingChanged_whenRegimeOrProbabilitiesDo() {
    MarketModel model = new MarketModel("CH", EXTERNAL);
    model.onRegimeChange(signal(Regime.BULL, 100));
    assertThat(model.onRegimeChange(signal(Regime.BULL, 100))).isEmpty();
    assertThat(changed(model.onRegimeChange(signal(Regime.BULL, 101)))).isFalse();
    RegimeSignal likely =
        new RegimeSignal(Regime.BULL, 0.7, Map.of(Regime.BULL, 0.7, Regime.BEAR, 0.3), 102, "desk");
    assertThat(changed(model.onRegimeChange(likely))).isTrue();
  }

  private static boolean changed(List<MarketEvent> events) {
    return ((MarketEvent.SnapshotPublished) events.get(0)).regimeChanged();
  }

  @Test
  void shouldAnnounceTheDetectionBeforeItsOneSnapshot_whenTheDetectorChanges() {
    MarketModel model = new MarketModel("CH", BUILT_IN);
    List<MarketEvent> events = rise(model, 40);
    int at = 0;
    while (!(events.get(at) instanceof MarketEvent.RegimeDetected)) {
      at++;
    }
    RegimeSignal detected = ((MarketEvent.RegimeDetected) events.get(at)).signal();
    MarketEvent.SnapshotPublished next = (MarketEvent.SnapshotPublished) events.get(at + 1);

    assertThat(detected.regime()).isEqualTo(Regime.BULL);
    assertThat(detected.source()).isEqualTo("rules");
    assertThat(next.regimeChanged()).isTrue();
    assertThat(next.snapshot().regime().regime()).isEqualTo(Regime.BULL);
    assertThat(next.snapshot().asOf()).isEqualTo(detected.detectedAt());
    assertThat(snapshots(events)).extracting(MarketSnapshot::asOf).doesNotHaveDuplicates();
    assertThat(snapshots(events))
        .extracting(MarketSnapshot::sequence)
        .containsExactlyElementsOf(
            java.util.stream.LongStream.rangeClosed(1, snapshots(events).size()).boxed().toList());
    assertThat(model.onRegimeChange(detected)).isEmpty();
  }

  @Test
  void shouldHonourOutsideSignalsToo_whenTheDetectorIsBuiltIn() throws IOException {
    MarketModel model = new MarketModel("CH", BUILT_IN);
    List<MarketSnapshot> bars = snapshots(rise(model, 40));
    long since = bars.get(bars.size() - 1).regime().since();
    assertThat(alerts(model.onRegimeChange(signal(Regime.CRISIS, since - 1)))).hasSize(1);
    assertThat(only(model.onRegimeChange(signal(Regime.CRISIS, since))).regime().regime())
        .isEqualTo(Regime.CRISIS);
    MarketSnapshot nextBar = snapshots(model.onTick(tick("A", "150", 40 * DAY))).get(0);
    assertThat(nextBar.regime().regime()).isEqualTo(Regime.CRISIS);
    assertThat(nextBar.regime().source()).isEqualTo("desk");

    List<MarketEvent> fall = new ArrayList<>();
    for (int day = 41; day < 60; day++) {
      fall.addAll(
          model.onTick(tick("A", Double.toString(150 * Math.pow(0.9, day - 40)), day * DAY)));
    }
    MarketSnapshot last = snapshots(fall).get(snapshots(fall).size() - 1);
    assertThat(last.regime().source()).isEqualTo("rules");
  }

  @Test
  void shouldStartOverWithTheRegime_whenItsSourceIsConfiguredAnew() throws IOException {
    MarketModel model = new MarketModel("CH", BUILT_IN);
    rise(model, 40);
    Markets.Saved state = Markets.Saved.all(model);
    MarketModel external = state.read(EXTERNAL);
    MarketSnapshot bar = snapshots(external.onTick(tick("A", "149", 40 * DAY))).get(0);
    assertThat(bar.regime().regime()).isEqualTo(Regime.CRISIS);
    assertThat(bar.bars()).isEqualTo(40);

    MarketModel back = Markets.Saved.all(external).read(BUILT_IN);
    bar = snapshots(back.onTick(tick("A", "149", 41 * DAY))).get(0);
    assertThat(bar.regime().regime()).isEqualTo(Regime.BULL);
  }

  @Test
  void shouldWarmUpAgain_whenTheBarIsConfiguredAnew() throws IOException {
    MarketModel model = new MarketModel("CH", DEFAULTS);
    rise(model, 130);
    MarketSettings hourly =
        new MarketSettings(
            java.time.Duration.ofHours(1),
            252 * 24,
            DEFAULTS.latenessBars(),
            DEFAULTS.markInterval(),
            DEFAULTS.volatilityHalfLife(),
            DEFAULTS.correlationHalfLife(),
            DEFAULTS.shrinkageTarget(),
            DEFAULTS.shrinkage(),
            DEFAULTS.warmupBars(),
            DEFAULTS.defaultCurrency(),
            DEFAULTS.maxClockLead(),
            DEFAULTS.calendars(),
            DEFAULTS.calendarNames(),
            DEFAULTS.regimes());
    MarketModel read = Markets.Saved.all(model).read(hourly);

    assertThat(read.marks()).isEqualTo(model.marks());
    read.onTick(tick("A", "362", 130 * DAY));
    MarketSnapshot bar = snapshots(read.onTick(tick("A", "363", 131 * DAY))).get(0);
    assertThat(bar.bars()).isEqualTo(1);
    assertThat(bar.warmedUp()).isFalse();
    assertThat(bar.sequence()).isEqualTo(130);
    assertThat(bar.regime().regime()).isEqualTo(Regime.BULL);
  }
}
