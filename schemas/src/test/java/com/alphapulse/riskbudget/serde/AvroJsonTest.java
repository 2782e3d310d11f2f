package com.alphapulse.riskbudget.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroJsonTest {

  private static final String TOPIC = "approved-order";

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroJson json = new AvroJson(registry);

  static List<Class<? extends SpecificRecord>> types() {
    return SampleRecords.types();
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldShowTheSameWithAndWithoutGeneratedClass_whenAnyRecord(
      Class<? extends SpecificRecord> type) throws IOException {
    compare(type);
  }

  private <T extends SpecificRecord> void compare(Class<T> type) throws IOException {
    T original = new SampleRecords(5).next(type);
    byte[] bytes = AvroSerde.of(type, registry).serializer().serialize(TOPIC, original);
    ObjectMapper mapper = new ObjectMapper();
    JsonNode decoded = mapper.readTree(json.toJson(TOPIC, bytes));
    assertThat(decoded).isEqualTo(mapper.readTree(AvroJson.toJson(original)));
    assertThat(decoded.size()).isEqualTo(original.getSchema().getFields().size());
  }

  @Test
  void shouldGiveDecimalsAndTimes_whenDecoding() {
    OrderDecision decision = new SampleRecords(9).next(OrderDecision.class);
    decision.setApprovedQuantity(new BigDecimal("1250.50000000"));
    decision.setAsOf(Instant.parse("2024-02-29T12:00:00.250Z"));
    decision.setDecidedAt(Instant.parse("2024-02-29T12:00:00.250001Z"));
    byte[] bytes =
        AvroSerde.of(OrderDecision.class, registry).serializer().serialize(TOPIC, decision);

    GenericRecord decoded = json.decode(TOPIC, bytes);
    assertThat(decoded.get("approvedQuantity")).isEqualTo(new BigDecimal("1250.50000000"));
    assertThat(decoded.get("asOf")).isEqualTo(decision.getAsOf());
    assertThat(json.toJson(TOPIC, bytes))
        .contains("\"approvedQuantity\":1250.5,")
        .contains("\"asOf\":\"2024-02-29T12:00:00.250Z\"")
        .contains("\"decidedAt\":\"2024-02-29T12:00:00.250001Z\"");
  }

  @Test
  void shouldShowEveryKindOfValue_whenSchemaIsForeign() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Foreign", "fields": [
                  {"name": "large", "type": {"type": "bytes", "logicalType": "decimal", "precision": 38, "scale": 8}},
                  {"name": "raw", "type": "bytes"},
                  {"name": "nan", "type": "double"},
                  {"name": "single", "type": "float"},
                  {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                  {"name": "none", "type": ["null", "string"]},
                  {"name": "many", "type": {"type": "array", "items": "long"}},
                  {"name": "named", "type": {"type": "map", "values": "boolean"}}]}
                """);
    GenericRecord foreign = new GenericData.Record(schema);
    foreign.put(
        "large",
        ByteBuffer.wrap(new BigDecimal("1E+10").setScale(8).unscaledValue().toByteArray()));
    foreign.put("raw", ByteBuffer.wrap(new byte[] {1, 2, 3}));
    foreign.put("nan", Double.NaN);
    foreign.put("single", 0.5f);
    foreign.put("day", 1);
    foreign.put("many", List.of(1L, 2L));
    foreign.put("named", Map.of("yes", true));
    assertThat(json.toJson(TOPIC, encode(foreign)))
        .isEqualTo(
            "{\"large\":10000000000,\"raw\":\"AQID\",\"nan\":null,\"single\":0.5,"
                + "\"day\":\"1970-01-02\",\"none\":null,\"many\":[1,2],\"named\":{\"yes\":true}}");
  }

  @Test
  void shouldPassTombstonesThrough_whenNull() {
    assertThat(json.decode(TOPIC, null)).isNull();
    assertThat(json.toJson(TOPIC, null)).isEqualTo("null");
  }

  @Test
  void shouldFailAsBadRecord_whenUnreadable() {
    byte[] bytes =
        AvroSerde.of(OrderDecision.class, registry)
            .serializer()
            .serialize(TOPIC, new SampleRecords(1).next(OrderDecision.class));
    int number = registry.register("number", Schema.create(Schema.Type.INT));
    for (byte[] bad :
        List.of(
            new byte[0],
            new byte[] {9, 0, 0, 0, 1, 0},
            new byte[] {0, 0, 0, 1, 0, 0},
            WireFormat.header(number),
            Arrays.copyOf(bytes, bytes.length - 1),
            Arrays.copyOf(bytes, bytes.length + 1))) {
      assertThatThrownBy(() -> json.decode(TOPIC, bad))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining(TOPIC);
    }
  }

  private byte[] encode(GenericRecord written) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(WireFormat.header(registry.register("other", written.getSchema())));
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(written.getSchema()).write(written, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
