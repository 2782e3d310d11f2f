package com.alphapulse.riskbudget.topology.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.bench.HostileField;
import com.alphapulse.riskbudget.bench.PlainRecords;
import com.alphapulse.riskbudget.domain.Bounds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every input is beyond its bound once; the list of fields is the schema's own. */
class DoorsTest {
  private static final BigDecimal TOO_LARGE = BigDecimal.TEN.pow(31).setScale(8);

  /** Doubles of a budget that the gate does not take. */
  private static final Set<String> FOR_PEOPLE =
      Set.of(
          "regimeConfidence",
          "regimeParameters",
          "forecastVolatility",
          "realisedVolatility",
          "targetVolatility",
          "targetLeverage",
          "averageCorrelation",
          "riskShare",
          "capitalWeight",
          "riskContribution",
          "targetWeight",
          "performance");

  static List<Class<? extends SpecificRecord>> inputs() {
    return List.of(
        MarketData.class,
        Instrument.class,
        RegimeChange.class,
        Portfolio.class,
        ExecutionReport.class,
        RiskOverride.class,
        MarketMarks.class,
        MarketState.class,
        BudgetUpdate.class);
  }

  static Stream<HostileField> fields() {
    return inputs().stream()
        .flatMap(type -> HostileField.of(type).stream())
        .filter(
            field ->
                field.type() != BudgetUpdate.class
                    || field.path().stream().noneMatch(FOR_PEOPLE::contains));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void shouldLetIn_whenEverythingIsWithinItsBounds(Class<? extends SpecificRecord> type) {
    assertThat(Doors.problem(PlainRecords.of(type))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void shouldRefuseAndSayWhy_whenAFieldIsBeyondItsBound(HostileField field) {
    for (Object bad : bad(field.schema())) {
      SpecificRecord record = field.put(PlainRecords.of(field.type()), bad);

      Optional<Refusal> refusal = Refusal.of(record);

      assertThat(refusal).as("%s = %s", field, abbreviated(bad)).isPresent();
      assertThat(refusal.get().alert(0).getMessage()).hasSizeLessThanOrEqualTo(Bounds.MESSAGE);
      assertThat(refusal.get().key()).hasSizeLessThanOrEqualTo(Bounds.IDENTIFIER + 1);
      assertThat(refusal.get().alert(0).toString()).doesNotContain("y".repeat(Bounds.TEXT));
    }
  }

  private static List<Object> bad(Schema schema) {
    List<Object> bad = new ArrayList<>();
    switch (schema.getType()) {
      case STRING -> {
        bad.add("y".repeat(Bounds.TEXT + 1));
        bad.add("y".repeat(70_000));
      }
      case BYTES -> {
        bad.add(TOO_LARGE);
        bad.add(TOO_LARGE.negate());
        bad.add(new BigDecimal(java.math.BigInteger.ONE.shiftLeft(500_000), 8));
      }
      case DOUBLE -> {
        bad.add(Double.NaN);
        bad.add(Double.POSITIVE_INFINITY);
        bad.add(Double.NEGATIVE_INFINITY);
      }
      case ARRAY -> bad.add(PlainRecords.list(schema.getElementType(), tooMany(schema)));
      case MAP -> bad.add(PlainRecords.map(schema.getValueType(), Bounds.INSTRUMENTS + 1));
      default -> {
        // Numbers, flags, times and constants of any value can be kept.
      }
    }
    return bad;
  }

  private static int tooMany(Schema array) {
    return array.getElementType().getType() == Schema.Type.DOUBLE
        ? Bounds.INSTRUMENTS * Bounds.INSTRUMENTS / 2
        : Bounds.INSTRUMENTS + 1;
  }

  private static String abbreviated(Object bad) {
    String text = bad instanceof BigDecimal ? "a decimal" : bad.toString();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
