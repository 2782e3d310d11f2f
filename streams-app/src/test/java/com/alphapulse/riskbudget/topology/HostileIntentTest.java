package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of an intent is beyond its bound once; the list of fields is the schema's own. */
class HostileIntentTest {
  /** Bytes of the wire's header before the record. */
  private static final int HEADER = 5;

  @TempDir Path directory;

  static Stream<Arguments> fields() {
    return OrderIntent.getClassSchema().getFields().stream()
        .flatMap(field -> bad(told(field.schema())).map(bad -> Arguments.of(field.name(), bad)));
  }

  private static Schema told(Schema schema) {
    return schema.isUnion()
        ? schema.getTypes().stream()
            .filter(branch -> branch.getType() != Schema.Type.NULL)
            .findFirst()
            .orElseThrow()
        : schema;
  }

  private static Stream<Object> bad(Schema schema) {
    return switch (schema.getType()) {
      case STRING ->
          Stream.of("y".repeat(Bounds.IDENTIFIER + 1), "y".repeat(70_000), "y".repeat(300_000));
      case BYTES ->
          Stream.of(
              new BigDecimal(BigInteger.TEN.pow(40), 8),
              new BigDecimal(BigInteger.ONE.shiftLeft(8 * 66_000), 8));
      default -> Stream.empty();
    };
  }

  /** An intent as a client writes it that holds nothing against the schema but its types. */
  private static byte[] hostile(StageDriver gate, String field, Object bad) throws IOException {
    byte[] plain =
        AvroSerde.of(OrderIntent.class, gate.registry)
            .serializer()
            .serialize(
                Topics.ORDER_INTENT.logicalName(), Wire.intent("hostile", Side.BUY, "1", START));
    Schema schema = OrderIntent.getClassSchema();
    GenericData unchecked = new GenericData();
    GenericRecord intent =
        new GenericDatumReader<GenericRecord>(schema, schema, unchecked)
            .read(
                null,
                DecoderFactory.get().binaryDecoder(plain, HEADER, plain.length - HEADER, null));
    intent.put(
        field,
        bad instanceof BigDecimal number
            ? ByteBuffer.wrap(number.unscaledValue().toByteArray())
            : bad);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(plain, 0, HEADER);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema, unchecked).write(intent, encoder);
    return bytes.toByteArray();
  }

  @ParameterizedTest(name = "{index}: {0}")
  @MethodSource("fields")
  void shouldAnswerOrSetAside_andDecideTheNext_whenAFieldIsBeyondItsBound(String field, Object bad)
      throws IOException {
    try (StageDriver gate =
        new StageDriver(
            "kafka: {partitions: 1, state_directory: '%s'}".formatted(directory),
            START,
            EnumSet.of(Stage.GATE))) {
      gate.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
      gate.send(Topics.MARKET_MARKS, "us", Wire.marks(1, START, "100", "50"), MarketMarks.class);
      gate.send(Topics.BUDGET_UPDATE, PORTFOLIO, Wire.budget(1, START), BudgetUpdate.class);
      gate.sendBytes(
          Topics.ORDER_INTENT,
          PORTFOLIO.getBytes(StandardCharsets.UTF_8),
          hostile(gate, field, bad));

      List<OrderDecision> rejected = gate.read(Topics.REJECTED_ORDER, OrderDecision.class);
      assertThat(rejected.size() + gate.count(Topics.DEAD_LETTER)).isEqualTo(1);
      assertThat(rejected)
          .allSatisfy(
              decision -> {
                assertThat(decision.getViolations()).isNotEmpty();
                assertThat(decision.toString()).doesNotContain("y".repeat(Bounds.TEXT));
              });
      gate.send(
          Topics.ORDER_INTENT,
          PORTFOLIO,
          Wire.intent("good", Side.BUY, "1", START),
          OrderIntent.class);
      assertThat(gate.read(Topics.APPROVED_ORDER, OrderDecision.class))
          .extracting(decision -> decision.getIntent().getOrderId())
          .containsExactly("good");
    }
  }
}
