package com.alphapulse.riskbudget.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.config.MarketSettings.Detector;
import com.alphapulse.riskbudget.config.MarketSettings.RegimeSource;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.market.bars.Tick;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Settings, prices and ways to read events, for the tests of this package. */
public final class Markets {

  static final long DAY = Duration.ofDays(1).toMillis();
  public static final MarketSettings DEFAULTS =
      settings(1, RegimeSource.BUILT_IN, regimes(100, 252, 10));

  private Markets() {}

  static MarketSettings.Regimes regimes(int trendWindow, int volatilityWindow, int confirmation) {
    return new MarketSettings.Regimes(
        RegimeSource.BUILT_IN,
        Detector.RULES,
        volatilityWindow,
        2.0,
        1.3,
        0.2,
        0.1,
        trendWindow,
        0.1,
        confirmation,
        new MarketSettings.Fit(3, 1000, 250, 21),
        new MarketSettings.JumpModel(new MarketSettings.Fit(2, 1500, 500, 63), 50));
  }

  static MarketSettings settings(
      int latenessBars, RegimeSource source, MarketSettings.Regimes rules) {
    return settings(latenessBars, source, rules, rules.detector());
  }

  /** The defaults with another detector. */
  public static MarketSettings detecting(Detector detector) {
    return settings(1, RegimeSource.BUILT_IN, DEFAULTS.regimes(), detector);
  }

  /** Few bars to a window, so that a test of a few hundred bars sees many fits. */
  static MarketSettings detectingSoon(Detector detector, int latenessBars, RegimeSource source) {
    MarketSettings.Regimes rules = regimes(5, 12, 2);
    return settings(
        latenessBars,
        source,
        new MarketSettings.Regimes(
            source,
            detector,
            rules.volatilityWindow(),
            rules.crisisVolatilityRatio(),
            rules.bearVolatilityRatio(),
            rules.crisisDrawdown(),
            rules.bearDrawdown(),
            rules.trendWindow(),
            rules.hysteresis(),
            rules.confirmationBars(),
            new MarketSettings.Fit(3, 30, 12, 5),
            new MarketSettings.JumpModel(new MarketSettings.Fit(2, 30, 12, 5), 5)),
        detector);
  }

  private static MarketSettings settings(
      int latenessBars, RegimeSource source, MarketSettings.Regimes rules, Detector detector) {
    return new MarketSettings(
        Duration.ofDays(1),
        252,
        latenessBars,
        Duration.ofMillis(50),
        21,
        63,
        MarketSettings.ShrinkageTarget.CONSTANT_CORRELATION,
        0.1,
        63,
        "CHF",
        Duration.ofSeconds(1),
        Map.of(),
        Set.of("XETR"),
        new MarketSettings.Regimes(
            source,
            detector,
            rules.volatilityWindow(),
            rules.crisisVolatilityRatio(),
            rules.bearVolatilityRatio(),
            rules.crisisDrawdown(),
            rules.bearDrawdown(),
            rules.trendWindow(),
            rules.hysteresis(),
            rules.confirmationBars(),
            rules.hiddenMarkov(),
            rules.jumpModel()));
  }

  static Tick tick(String symbol, String price, long eventTime) {
    return new Tick(symbol, AssetClass.EQUITY, new BigDecimal(price), eventTime);
  }

  static List<MarketSnapshot> snapshots(List<MarketEvent> events) {
    return events.stream()
        .flatMap(
            event ->
                event instanceof MarketEvent.SnapshotPublished published
                    ? Stream.of(published.snapshot())
                    : Stream.empty())
        .toList();
  }

  static List<Alert> alerts(List<MarketEvent> events) {
    return events.stream()
        .flatMap(
            event ->
                event instanceof MarketEvent.AlertRaised raised
                    ? Stream.of(raised.alert())
                    : Stream.empty())
        .toList();
  }

  /** A model as the market stage saves it: what a record may have changed, and no more. */
  static final class Saved {
    private byte[] head;
    private byte[] bars;
    private long barsSaved;
    private final Map<String, byte[]> instruments = new TreeMap<>();

    /** Everything of a model. */
    static Saved all(MarketModel model) {
      Saved saved = new Saved();
      saved.save(model, "");
      model.symbols().forEach(symbol -> saved.save(model, symbol));
      return saved;
    }

    void save(MarketModel model, String symbol) {
      head = bytes(model::writeHeadTo);
      if (model.knows(symbol)) {
        instruments.put(symbol, bytes(out -> model.writeInstrumentTo(symbol, out)));
      }
      if (model.barsClosed() != barsSaved) {
        bars = bytes(model::writeBarsTo);
        barsSaved = model.barsClosed();
      }
    }

    /** Its parts; the first byte of each is the format version. */
    List<byte[]> parts() {
      List<byte[]> parts = new ArrayList<>(instruments.values());
      parts.add(head);
      if (bars != null) {
        parts.add(bars);
      }
      return parts;
    }

    MarketModel read(MarketSettings settings) throws IOException {
      List<DataInputStream> all = new ArrayList<>();
      instruments.values().forEach(value -> all.add(in(value)));
      DataInputStream first = in(head);
      Optional<DataInput> closed = Optional.ofNullable(bars).map(Saved::in);
      MarketModel model =
          MarketModel.readFrom("CH", settings, new MarketModel.Parts(first, closed, all));
      all.add(first);
      for (DataInputStream in : all) {
        assertThat(in.read()).as("all of the state is read").isEqualTo(-1);
      }
      return model;
    }

    private static DataInputStream in(byte[] bytes) {
      return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static byte[] bytes(Written part) {
      try {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        part.to(new DataOutputStream(bytes));
        return bytes.toByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private interface Written {
    void to(DataOutput out) throws IOException;
  }

  /**
   * Every price of the bundled Swiss sector indices as a tick at noon of its day, in file order.
   */
  static List<Tick> swissTicks() {
    List<Tick> ticks = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Markets.class.getResourceAsStream("/prices/debian_spisector.csv"),
                StandardCharsets.UTF_8))) {
      List<String> header = List.of(reader.readLine().split(",", -1));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        List<String> cells = List.of(line.split(",", -1));
        long noon = LocalDate.parse(cells.get(0)).toEpochDay() * DAY + DAY / 2;
        for (int i = 1; i < cells.size(); i++) {
          if (!cells.get(i).equals("NA")) {
            ticks.add(tick(header.get(i), cells.get(i), noon));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ticks;
  }
}
