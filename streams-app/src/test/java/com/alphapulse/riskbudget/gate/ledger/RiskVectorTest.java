package com.alphapulse.riskbudget.gate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

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
import java.util.function.DoubleBinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
      assertThat(risk.varianceWithout(without)).isCloseTo(variance(values, without), within(1e-8));
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

  @Property(tries = 200)
  void shouldEqualAFreshOneToTheLastBit_whenValuesOfAllSizesComeAndGo(@ForAll long seed) {
    Random random = new Random(seed);
    Marks marks = marks();
    PositionBook book = new PositionBook();
    RiskVector risk = book.riskVector(model, marks);
    for (int round = 0; round < 60; round++) {
      move(book, marks, random.nextInt(SYMBOLS), anySize(random));
      if (random.nextInt(3) == 0) {
        risk.cross(random.nextInt(SYMBOLS));
      }
      if (random.nextInt(3) > 0) {
        continue; // Several changes between two questions.
      }
      assertThat(book.riskVector(model, marks)).isSameAs(risk);
      RiskVector fresh = new RiskVector(model, marks, book.exposures());
      for (int k = 0; k < SYMBOLS; k++) {
        assertEqual(risk, fresh, random.nextInt(SYMBOLS));
      }
    }
  }

  @Test
  void shouldEqualAFreshOneToTheLastBit_whenTheLargestShrinksAndGrows() {
    Marks marks = marks();
    PositionBook book = new PositionBook();
    RiskVector risk = book.riskVector(model, marks);
    for (int i = 1; i < SYMBOLS; i++) {
      move(book, marks, i, new BigDecimal(i % 2 == 0 ? "0.123" : "-0.457"));
    }
    List<String> sizes = List.of("1", "1e12", "3e-3", "-7e5", "0", "-1e12", "7.3", "7.4", "0");
    for (String size : sizes) {
      move(book, marks, 0, new BigDecimal(size));
      RiskVector fresh = new RiskVector(model, marks, book.exposures());
      for (int i = 0; i < SYMBOLS; i++) {
        assertEqual(risk, fresh, i);
      }
    }
  }

  @Property(tries = 200)
  void shouldEqualThePlainSum_whenExposuresPointTheSameWay(
      @ForAll long seed, @ForAll @IntRange(min = -3, max = 12) int magnitude) {
    Random random = new Random(seed);
    Marks marks = marks();
    PositionBook book = new PositionBook();
    double[] values = new double[SYMBOLS];
    for (int i = 0; i < SYMBOLS; i++) {
      BigDecimal held = new BigDecimal(1 + random.nextInt(10_000)).movePointRight(magnitude);
      move(book, marks, i, held);
      values[i] = held.doubleValue() * 10 * volatility(i);
    }
    int without = random.nextInt(SYMBOLS);
    RiskVector risk = book.riskVector(model, marks);
    double cross = risk.cross(without);
    double variance = variance(values, without);

    assertThat(cross).isCloseTo(cross(values, without), withinPercentage(1e-10));
    assertThat(risk.varianceWithout(without))
        .isCloseTo(variance, within(1e-12 * (variance + values[without] * values[without])));
  }

  @Test
  void shouldBeNoNumber_whenAnExposureIsTooLargeAndUntilItIsFlat() {
    Marks marks = marks();
    PositionBook book = new PositionBook();
    RiskVector risk = book.riskVector(model, marks);
    move(book, marks, 1, new BigDecimal(3));
    for (String tooLarge : List.of("1e308", "-1e308", "1e999", "-1e999")) {
      move(book, marks, 2, new BigDecimal(tooLarge));
      move(book, marks, 3, new BigDecimal(5));
      for (int i = 0; i < SYMBOLS; i++) {
        assertThat(risk.cross(i)).isNaN();
        assertThat(risk.varianceWithout(i)).isNaN();
      }
      move(book, marks, 3, BigDecimal.ZERO);
      move(book, marks, 2, BigDecimal.ZERO);

      assertThat(risk.cross(0)).isCloseTo(30 * volatility(1) * correlation(0, 1), within(1e-12));
      assertThat(risk.varianceWithout(0)).isCloseTo(Math.pow(30 * volatility(1), 2), within(1e-12));
    }
  }

  @Test
  void shouldBeNothing_whenNothingIsHeld() {
    RiskVector risk = new RiskVector(model, marks(), Map.of());

    assertThat(risk.cross(0)).isZero();
    assertThat(risk.varianceWithout(0)).isZero();
    risk.set(symbol(1), new Exposure());
    assertThat(risk.cross(0)).isZero();
  }

  private static void assertEqual(RiskVector risk, RiskVector fresh, int index) {
    double cross = risk.cross(index);

    assertThat(cross).isEqualTo(fresh.cross(index));
    assertThat(risk.varianceWithout(index)).isEqualTo(fresh.varianceWithout(index));
  }

  private static void move(PositionBook book, Marks marks, int i, BigDecimal target) {
    book.change(
        "s", symbol(i), marks, exposure -> exposure.move(target.subtract(exposure.position())));
  }

  /** Nothing, or a quantity of 0.001 to a million million, bought or sold. */
  private static BigDecimal anySize(Random random) {
    BigDecimal digits = BigDecimal.valueOf(random.nextInt(20_000_001) - 10_000_000, 7);
    return random.nextInt(4) == 0 ? BigDecimal.ZERO : digits.movePointRight(random.nextInt(16) - 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {730, 1500})
  void shouldHoldTheSumOfMany_whenAllMoveAsOne(int size) {
    RiskModel asOne = model(true, size, size, (a, b) -> 1);
    Map<String, Exposure> exposures = new HashMap<>();
    Map<String, Marks.Mark> prices = new HashMap<>();
    double sum = 0;
    for (int i = 0; i < size; i++) {
      // Just below a power of two, where whole numbers are the largest.
      BigDecimal price = BigDecimal.valueOf(15.99 / volatility(i));
      prices.put(symbol(i), Marks.Mark.of(instrument(i), price, 0));
      exposures.put(symbol(i), new Exposure());
      exposures.get(symbol(i)).move(BigDecimal.ONE);
      sum += i == 3 ? 0 : price.doubleValue() * volatility(i);
    }
    RiskVector risk = new RiskVector(asOne, new Marks("m", 1, 0, prices), exposures);

    assertThat(risk.cross(3)).isCloseTo(sum, withinPercentage(1e-9));
    assertThat(risk.varianceWithout(3)).isCloseTo(sum * sum, withinPercentage(1e-9));
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

  private static double correlation(double a, double b) {
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
    return InstrumentSpec.defaults(symbol(i), AssetClass.EQUITY, "EUR");
  }

  private static RiskModel model(boolean warmedUp, int rows) {
    return model(warmedUp, SYMBOLS, rows, RiskVectorTest::correlation);
  }

  private static RiskModel model(
      boolean warmedUp, int size, int rows, DoubleBinaryOperator correlation) {
    List<MarketSnapshot.SymbolRisk> symbols = new ArrayList<>();
    double[][] correlations = new double[rows][];
    for (int i = 0; i < size; i++) {
      symbols.add(new MarketSnapshot.SymbolRisk(instrument(i), BigDecimal.TEN, volatility(i)));
      if (i < rows) {
        correlations[i] = new double[i];
        for (int j = 0; j < i; j++) {
          correlations[i][j] = correlation.applyAsDouble(i, j);
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
            new MarketSnapshot.Detected(Regime.BULL, 1, Map.of(), 0, "test"),
            symbols,
            new MarketSnapshot.Correlations(correlations, 0.3, 0.5),
            Map.of()));
  }
}
