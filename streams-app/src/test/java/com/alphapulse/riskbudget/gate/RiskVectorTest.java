package com.alphapulse.riskbudget.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RiskVectorTest {
  private static final int SYMBOLS = 20;
  private static final double CORRELATION = 0.25;
  private final RiskModel model = model(true, SYMBOLS);

  @Test
  void shouldEqualTheFullSum_whenManySymbolsComeAndGo() {
    PositionBook book = new PositionBook();
    double[] values = new double[SYMBOLS];
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      int i = random.nextInt(SYMBOLS);
      BigDecimal target = BigDecimal.valueOf(random.nextInt(3) == 0 ? 0 : random.nextInt(19) - 9);
      book.change(
          "s", symbol(i), marks(), exposure -> exposure.move(target.subtract(exposure.position())));
      values[i] = target.doubleValue() * 10 * volatility(i);
      int without = random.nextInt(SYMBOLS);
      RiskVector risk = book.riskVector(model, marks());
      double cross = risk.cross(without);

      assertThat(cross).isCloseTo(cross(values, without), within(1e-9));
      assertThat(risk.varianceWithout(without, cross))
          .isCloseTo(variance(values, without), within(1e-8));
    }
  }

  @Test
  void shouldBeComputedAnew_whenMarksOrModelChange() {
    PositionBook book = new PositionBook();
    book.change("s", symbol(1), marks(), exposure -> exposure.move(BigDecimal.ONE));
    RiskVector first = book.riskVector(model, marks());
    assertThat(book.riskVector(model, marks())).isSameAs(first);
    assertThat(book.riskVector(model(true, SYMBOLS), marks())).isNotSameAs(first);
    RiskVector again = book.riskVector(model, marks());
    Marks later = new Marks("m", 2, 0, marks().bySymbol());
    book.change("s", symbol(2), later, exposure -> exposure.move(BigDecimal.ONE));

    assertThat(book.riskVector(model, later)).isNotSameAs(again);
    assertThat(again.isAt(new Marks("other", 1, 0, Map.of()))).isFalse();
    assertThat(again.isAt(later)).isFalse();
    assertThat(again.isAt(marks())).isTrue();
  }

  @Test
  void shouldNameTheSymbol_whenTheModelDoesNotKnowIt() {
    PositionBook book = new PositionBook();
    RiskVector risk = book.riskVector(model, marks());
    assertThat(risk.unknownSymbol()).isEmpty();
    book.change("s", "Z", marks(), e -> e.reserve(Side.BUY, BigDecimal.ONE));
    assertThat(book.riskVector(model, marks()).unknownSymbol()).contains("Z");
    book.change("s", "Z", marks(), e -> e.release(Side.BUY, BigDecimal.ONE));

    assertThat(book.riskVector(model, marks()).unknownSymbol()).isEmpty();
  }

  @Test
  void shouldBeUnusable_whenTheModelIsWarmingUpOrItsPartsDoNotFit() {
    assertThat(model.problem()).isEmpty();
    assertThat(model.market()).isEqualTo("m");
    assertThat(model(false, SYMBOLS).problem().orElseThrow()).contains("warming up");
    assertThat(model(false, SYMBOLS).sequence()).isEqualTo(3);
    assertThat(model(true, SYMBOLS - 1).problem().orElseThrow()).contains("correlation");
    assertThat(RiskModel.none("m").problem()).isPresent();
  }

  private static double variance(double[] values, int without) {
    double sum = 0;
    for (int i = 0; i < SYMBOLS; i++) {
      for (int j = 0; j < SYMBOLS; j++) {
        sum += i == without || j == without ? 0 : values[i] * values[j] * correlation(i, j);
      }
    }
    return sum;
  }

  private static double cross(double[] values, int with) {
    double sum = 0;
    for (int i = 0; i < SYMBOLS; i++) {
      sum += i == with ? 0 : values[i] * correlation(i, with);
    }
    return sum;
  }

  private static double correlation(int a, int b) {
    return a == b ? 1 : CORRELATION + 0.01 * ((a + b) % 7);
  }

  private static double volatility(int i) {
    return 0.1 + 0.01 * i;
  }

  private static String symbol(int i) {
    return "S" + i;
  }

  private static Marks marks() {
    Map<String, Marks.Mark> prices = new HashMap<>();
    for (int i = 0; i < SYMBOLS; i++) {
      prices.put(symbol(i), Marks.Mark.of(instrument(i), BigDecimal.TEN, 0));
    }
    return new Marks("m", 1, 0, prices);
  }

  private static InstrumentSpec instrument(int i) {
    return InstrumentSpec.defaults(symbol(i), AssetClass.EQUITY);
  }

  private static RiskModel model(boolean warmedUp, int rows) {
    List<MarketSnapshot.SymbolRisk> symbols = new ArrayList<>();
    double[][] correlations = new double[rows][];
    for (int i = 0; i < SYMBOLS; i++) {
      symbols.add(new MarketSnapshot.SymbolRisk(instrument(i), BigDecimal.TEN, volatility(i)));
      if (i < rows) {
        correlations[i] = new double[i];
        for (int j = 0; j < i; j++) {
          correlations[i][j] = correlation(i, j);
        }
      }
    }
    return RiskModel.of(
        new MarketSnapshot(
            "m",
            3,
            0,
            100,
            252,
            warmedUp,
            Regime.BULL,
            1,
            Map.of(),
            0,
            "test",
            symbols,
            correlations,
            0.3));
  }
}
