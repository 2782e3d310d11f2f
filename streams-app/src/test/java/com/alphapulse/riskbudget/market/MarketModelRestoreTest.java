package com.alphapulse.riskbudget.market;

import static com.alphapulse.riskbudget.market.Markets.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.config.MarketSettings.Detector;
import com.alphapulse.riskbudget.config.MarketSettings.RegimeSource;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.market.Markets.Saved;
import com.alphapulse.riskbudget.market.bars.Tick;
import com.alphapulse.riskbudget.market.regime.RegimeSignal;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MarketModelRestoreTest {

  @Property(tries = 60)
  void shouldGiveTheSameEvents_whenRestoredAtAnyPoint(
      @ForAll Random random,
      @ForAll @IntRange(min = 0, max = 3) int latenessBars,
      @ForAll RegimeSource source,
      @ForAll Detector detector)
      throws IOException {
    MarketSettings settings = Markets.detectingSoon(detector, latenessBars, source);
    MarketModel uninterrupted = new MarketModel("CH", settings);
    MarketModel restored = new MarketModel("CH", settings);
    Saved saved = new Saved();
    long seed = random.nextLong();
    Random first = new Random(seed);
    Random second = new Random(seed);
    for (int step = 0; step < 300; step++) {
      if (step > 0 && random.nextInt(10) == 0) {
        restored = saved.read(settings);
        assertThat(restored.marks()).isEqualTo(uninterrupted.marks());
        assertThat(Saved.all(restored).parts())
            .usingRecursiveComparison()
            .isEqualTo(Saved.all(uninterrupted).parts());
      }
      String symbol = symbol(first, step);
      List<MarketEvent> expected = act(uninterrupted, symbol, first, step);
      List<MarketEvent> actual = act(restored, symbol(second, step), second, step);
      assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
      saved.save(restored, symbol);
    }
    assertThat(Saved.all(restored).parts())
        .usingRecursiveComparison()
        .isEqualTo(Saved.all(uninterrupted).parts());
  }

  private static String symbol(Random random, int step) {
    return "S" + random.nextInt(1 + Math.min(12, 3 + step / 20));
  }

  /** A price, mostly; sometimes a late, wild or senseless one, reference data or a regime. */
  private static List<MarketEvent> act(MarketModel model, String symbol, Random random, int step) {
    long now = step * DAY / 6;
    AssetClass assetClass = random.nextInt(4) == 0 ? AssetClass.BOND : AssetClass.EQUITY;
    int dice = random.nextInt(40);
    long eventTime =
        now
            - random.nextInt(86_400_000)
            - (dice == 5 ? 4 * DAY : dice == 6 ? -100 * DAY * (1 + random.nextInt(1000)) : 0);
    if (dice == 0) {
      BigDecimal lot = BigDecimal.valueOf(random.nextInt(3));
      return model.onInstrument(
          new InstrumentSpec(symbol, assetClass, "CHF", lot, BigDecimal.ONE, BigDecimal.ONE));
    }
    if (dice == 1) {
      Regime regime = List.copyOf(EnumSet.allOf(Regime.class)).get(random.nextInt(5));
      double probability = random.nextInt(3) / 2.0;
      Map<Regime, Double> probabilities =
          Map.of(Regime.BULL, probability, Regime.BEAR, 1 - probability);
      return model.onRegimeChange(
          new RegimeSignal(regime, random.nextDouble(), probabilities, eventTime, "desk"));
    }
    double level = 100 * Math.exp(0.3 * Math.sin(step / 40.0) + 0.05 * random.nextGaussian());
    double price = dice == 2 ? 0 : dice <= 4 ? level * 3 : level;
    BigDecimal value = new BigDecimal(Double.toString(price));
    BigDecimal bid = dice % 3 == 0 ? null : value.multiply(new BigDecimal("0.99"));
    BigDecimal ask = dice % 4 == 0 ? null : value.multiply(new BigDecimal("1.02"));
    return model.onTick(new Tick(symbol, assetClass, value, Touch.of(value, bid, ask), eventTime));
  }

  @Test
  void shouldThrow_whenTheVersionIsUnknown() {
    MarketModel model = new MarketModel("CH", Markets.DEFAULTS);
    for (int day = 0; day < 4; day++) {
      model.onTick(Markets.tick("A", "100", day * DAY));
    }
    for (int part = 0; part < 3; part++) {
      Saved saved = Saved.all(model);
      assertThat(saved.parts()).hasSize(3);
      byte[] damaged = saved.parts().get(part);
      assertThat(damaged[0]).isEqualTo((byte) 1);
      damaged[0] = 9;
      assertThatIOException()
          .isThrownBy(() -> saved.read(Markets.DEFAULTS))
          .withMessageContaining("version 9");
    }
  }
}
