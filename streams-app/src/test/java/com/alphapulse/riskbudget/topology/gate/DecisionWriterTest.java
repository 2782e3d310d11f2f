package com.alphapulse.riskbudget.topology.gate;

import static com.alphapulse.riskbudget.topology.DecisionSamples.EDGES;
import static com.alphapulse.riskbudget.topology.DecisionSamples.sample;
import static com.alphapulse.riskbudget.topology.DecisionSamples.violation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.topology.DecisionSamples.Sample;
import com.alphapulse.riskbudget.topology.wire.SingleObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written field by field against what Avro makes of the same decision. */
class DecisionWriterTest {
  private final DecisionWriter writer = new DecisionWriter();
  private final SingleObject<OrderDecision> codec = SingleObject.of(OrderDecision.class);

  @Property(tries = 300)
  void shouldEqualTheRecord_whenDecisionsAreOfAnyKind(@ForAll long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 5; i++) {
      assertWritten(sample(random));
    }
  }

  /** Otherwise a field that nobody writes would look right for being absent on both sides. */
  @Test
  void shouldDifferFromTheDefaultInEveryField_whenManyDecisionsAreWritten() {
    Random random = new Random(1);
    Set<String> differing = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      collect("", codec.decode(write(sample(random))), differing);
    }
    Set<String> all = new TreeSet<>();
    names("", OrderDecision.getClassSchema(), all);
    all.remove("repeat"); // A repeat is an earlier decision's bytes with this one changed.

    assertThat(differing).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 100})
  void shouldWriteThemAll_whenThereAreManyViolations(int count) {
    Random random = new Random(count);
    Sample sample = sample(random);
    Decision decision = sample.decision();
    List<Violation> violations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      violations.add(violation(random));
    }
    Decision other =
        new Decision(
            decision.order(),
            false,
            BigDecimal.ZERO,
            false,
            violations,
            Optional.empty(),
            decision.inputs(),
            decision.asOf());

    assertWritten(new Sample(other, sample.intent(), sample.cursor(), sample.decidedAt()));
  }

  @Test
  void shouldWriteEveryDecimal_whenItIsAtAnEdge() {
    Random random = new Random(3);
    Sample sample = sample(random);
    Decision decision = sample.decision();
    for (String edge : EDGES) {
      Optional<BigDecimal> value = Optional.of(new BigDecimal(edge));
      Violation violation =
          new Violation(
              RejectReason.HALTED,
              "m",
              Violation.Scope.GLOBAL,
              "",
              value,
              value,
              LimitSource.of(""),
              value);
      Decision other =
          new Decision(
              decision.order(),
              true,
              value.get(),
              false,
              List.of(violation),
              value,
              decision.inputs(),
              decision.asOf());
      assertWritten(new Sample(other, sample.intent(), sample.cursor(), sample.decidedAt()));
    }
  }

  @Test
  void shouldWriteTheNextOne_whenOneFailed() {
    Sample sample = sample(new Random(2));
    Sample failing =
        new Sample(sample.decision(), sample.intent(), new long[0], sample.decidedAt());

    assertThatThrownBy(() -> write(failing, codec)).isInstanceOf(IndexOutOfBoundsException.class);
    assertWritten(sample);
  }

  private void assertWritten(Sample sample) {
    byte[] written = write(sample);
    OrderDecision expected = sample.expected();

    OrderDecision decoded = codec.decode(written);
    // Avro's own list cannot compare decimals.
    decoded.setViolations(List.copyOf(decoded.getViolations()));
    assertThat(decoded).isEqualTo(expected);
    // Decoding does not look at what comes after the last field.
    assertThat(written).isEqualTo(codec.encode(expected));
  }

  private byte[] write(Sample sample) {
    return write(sample, codec);
  }

  private byte[] write(Sample sample, SingleObject<OrderDecision> frame) {
    return frame.encode(
        out ->
            writer.write(
                sample.decision(), sample.intent(), sample.cursor(), sample.decidedAt(), out));
  }

  private static void names(String path, Schema schema, Set<String> names) {
    for (Schema.Field field : schema.getFields()) {
      String name = path + field.name();
      switch (field.schema().getType()) {
        case RECORD -> names(name + ".", field.schema(), names);
        case ARRAY -> names(name + ".", field.schema().getElementType(), names);
        default -> names.add(name);
      }
    }
  }

  private static void collect(String path, IndexedRecord record, Set<String> differing) {
    for (Schema.Field field : record.getSchema().getFields()) {
      String name = path + field.name();
      Object value = record.get(field.pos());
      if (value instanceof IndexedRecord inner) {
        collect(name + ".", inner, differing);
      } else if (value instanceof List<?> list) {
        list.forEach(item -> collect(name + ".", (IndexedRecord) item, differing));
      } else if (field.schema().isNullable() ? value != null : !isNothing(value)) {
        differing.add(name);
      }
    }
  }

  private static boolean isNothing(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0;
    }
    if (value instanceof Enum<?> constant) {
      return constant.equals(constant.getDeclaringClass().getEnumConstants()[0]);
    }
    return Set.of("", 0, 0L, false, Instant.EPOCH, Map.of()).contains(value);
  }
}
