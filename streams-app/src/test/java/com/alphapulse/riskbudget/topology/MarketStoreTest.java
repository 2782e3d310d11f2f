package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the market stage writes for a record, and how many instruments it lets in. */
class MarketStoreTest {
  private static final String CHANGELOG = "risk-budget-market-store-changelog";

  @TempDir Path directory;
  private StageDriver stage;

  @BeforeEach
  void start() {
    stage =
        new StageDriver(
            """
            kafka: {partitions: 1, application_id_prefix: "", state_directory: '%s'}
            market: {bar_interval: 60, lateness_bars: 0, mark_interval: 600, regime: {source: external}}
            gate: {max_mark_age: 3600}
            """
                .formatted(directory),
            START.plus(Duration.ofHours(1)),
            Set.of(Stage.MARKET));
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void shouldWriteAsMuchForAPrice_howeverManyInstrumentsThereAre() {
    prices(0, 3, START);
    long few = changelogBytes(() -> prices(0, 1, START.plusMillis(1)));
    prices(3, 500, START);
    long many = changelogBytes(() -> prices(0, 1, START.plusMillis(2)));

    assertThat(few).isPositive();
    assertThat(many).isEqualTo(few);
  }

  @Test
  void shouldWriteTheCursorAlone_whenAPriceChangesNothing() {
    prices(0, 2, START);
    stage.written();
    prices(0, 1, START);

    assertThat(stage.written().get(CHANGELOG)).containsExactly(new byte[] {0, 0, 0, 0, 0, 0, 0, 2});
  }

  @Test
  void shouldRefuseOneMore_whenAMarketIsFull() {
    prices(0, Bounds.INSTRUMENTS - 1, START);
    stage.send(Topics.INSTRUMENT, "last", instrument("last"), Instrument.class);
    assertThat(stage.read(Topics.RISK_ALERT, RiskAlert.class)).isEmpty();
    stage.send(Topics.INSTRUMENT, "more", instrument("more"), Instrument.class);
    prices(Bounds.INSTRUMENTS, Bounds.INSTRUMENTS + 1, START);

    List<RiskAlert> alerts = stage.read(Topics.RISK_ALERT, RiskAlert.class);
    assertThat(alerts).hasSize(2);
    assertThat(alerts)
        .allMatch(a -> a.getMessage().contains("the market has 2000 instruments already"));
    assertThat(stage.metrics()).contains("riskbudget_market_skipped_total{reason=\"REFUSED\"} 2.0");
    // One that is known goes on.
    prices(0, 1, START.plusSeconds(1));
    stage.passWallClock(Duration.ofMinutes(11));
    List<MarketMarks> marks = stage.read(Topics.MARKET_MARKS, MarketMarks.class);
    assertThat(marks.get(marks.size() - 1).getMarks()).hasSize(Bounds.INSTRUMENTS - 1);
  }

  private long changelogBytes(Runnable step) {
    stage.written();
    step.run();
    Map<String, List<byte[]>> written = stage.written();
    return written.get(CHANGELOG).stream().mapToLong(value -> value.length).sum();
  }

  private void prices(int from, int to, Instant time) {
    for (int i = from; i < to; i++) {
      String symbol = "%04d".formatted(i);
      stage.send(Topics.MARKET_DATA, symbol, Wire.price(symbol, "100", time), MarketData.class);
    }
  }

  private static Instrument instrument(String symbol) {
    return Instrument.newBuilder()
        .setSymbol(symbol)
        .setMarket("us")
        .setAssetClass(AssetClass.EQUITY)
        .setCurrency("USD")
        .setLotSize(Wire.dec("1"))
        .setTickSize(Wire.dec("0.01"))
        .setContractMultiplier(Wire.dec("1"))
        .build();
  }
}
