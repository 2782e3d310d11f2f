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
import com.alphapulse.riskbudget.bench.HostileOracle;
import com.alphapulse.riskbudget.bench.PlainRecords;
import com.alphapulse.riskbudget.domain.Bounds;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every input is beyond its bound once; the list of fields is the schema's own. */
class DoorsTest {
  private static final long NOW = System.currentTimeMillis();

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
        .filter(HostileOracle::concernsAStage);
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void shouldLetIn_whenEverythingIsWithinItsBounds(Class<? extends SpecificRecord> type) {
    assertThat(Doors.problem(PlainRecords.of(type), NOW)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void shouldRefuseAndSayWhy_whenAFieldIsBeyondItsBound(HostileField field) {
    for (Object bad : HostileOracle.beyond(field.schema())) {
      SpecificRecord record = field.put(PlainRecords.of(field.type()), bad);

      Optional<Refusal> refusal = Refusal.of(record, NOW);

      assertThat(refusal).as("%s = %s", field, abbreviated(bad)).isPresent();
      assertThat(refusal.get().alert(0).getMessage()).hasSizeLessThanOrEqualTo(Bounds.MESSAGE);
      assertThat(refusal.get().key()).hasSizeLessThanOrEqualTo(Bounds.IDENTIFIER + 1);
      assertThat(refusal.get().alert(0).toString()).doesNotContain("y".repeat(Bounds.TEXT));
    }
  }

  private static String abbreviated(Object bad) {
    String text = bad instanceof BigDecimal ? "a decimal" : bad.toString();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
