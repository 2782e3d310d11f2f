package com.alphapulse.riskbudget.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroSerdeTest {

  private static final String TOPIC = "order-intent";

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroSerde<CancelRequest> serde = AvroSerde.of(CancelRequest.class, registry);

  static List<Class<? extends SpecificRecord>> types() {
    return SampleRecords.types();
  }

  @Test
  void shouldBeForgotten_whenItsThreadOutlivesIt() {
    List<WeakReference<AvroSerde<CancelRequest>>> dropped = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      AvroSerde<CancelRequest> used = AvroSerde.of(CancelRequest.class, registry);
      byte[] bytes =
          used.serializer().serialize(TOPIC, new SampleRecords(i).next(CancelRequest.class));
      used.deserializer().deserialize(TOPIC, bytes);
      dropped.add(new WeakReference<>(used));
    }
    for (int i = 0; i < 50 && dropped.stream().anyMatch(d -> d.get() != null); i++) {
      System.gc();
    }

    assertThat(dropped).allSatisfy(d -> assertThat(d.get()).isNull());
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldGiveBackEqualRecord_whenWrittenAndRead(Class<? extends SpecificRecord> type) {
    roundTrip(type);
  }

  private <T extends SpecificRecord> void roundTrip(Class<T> type) {
    AvroSerde<T> any = AvroSerde.of(type, registry);
    SampleRecords samples = new SampleRecords(42);
    for (int i = 0; i < 200; i++) {
      T original = samples.next(type);
      byte[] bytes = any.serializer().serialize(TOPIC, original);
      // In this order: the lists of a record that was read cannot compare optional decimals.
      assertThat(original).isEqualTo(any.deserializer().deserialize(TOPIC, bytes));
    }
  }

  @Test
  void shouldWriteConfluentHeader_whenSerializing() {
    registry.register("other", Schema.create(Schema.Type.INT));
    byte[] bytes = serde.serializer().serialize(TOPIC, cancel("o1"));
    assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 2);
    assertThat(registry.schemaById(2)).isEqualTo(SchemaText.portable(CancelRequest.SCHEMA$));
    assertThat(registry.schemaById(2).toString()).doesNotContain("avro.java.string");
  }

  @Test
  void shouldPassTombstonesThrough_whenNull() {
    assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
    assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
  }

  @Test
  void shouldAskRegistryOncePerTopicAndId_whenManyRecordsPass() {
    AtomicInteger registered = new AtomicInteger();
    AtomicInteger lookedUp = new AtomicInteger();
    SchemaRegistry counting =
        new SchemaRegistry() {
          @Override
          public int register(String subject, Schema schema) {
            registered.incrementAndGet();
            assertThat(subject).isEqualTo(TOPIC + "-value");
            return registry.register(subject, schema);
          }

          @Override
          public Schema schemaById(int id) {
            lookedUp.incrementAndGet();
            return registry.schemaById(id);
          }
        };
    AvroSerde<CancelRequest> counted = AvroSerde.of(CancelRequest.class, counting);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = counted.serializer().serialize(TOPIC, cancel("o" + i));
      assertThat(counted.deserializer().deserialize(TOPIC, bytes)).isEqualTo(cancel("o" + i));
    }
    assertThat(registered).hasValue(1);
    assertThat(lookedUp).hasValue(1);
  }

  @Test
  void shouldNotCarryOverRest_whenAnEarlierRecordFailed() {
    CancelRequest broken = cancel("o1");
    broken.put("cause", null);
    assertThatThrownBy(() -> serde.serializer().serialize(TOPIC, broken))
        .isInstanceOf(SerializationException.class)
        .hasMessageContainingAll(TOPIC, "CancelRequest", "cause");
    byte[] bytes = serde.serializer().serialize(TOPIC, cancel("o2"));
    assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(cancel("o2"));
  }

  @Test
  void shouldRefuseToRound_whenDecimalHasMoreDigitsThanTheSchema() {
    AvroSerde<OrderDecision> decisions = AvroSerde.of(OrderDecision.class, registry);
    OrderDecision decision = new SampleRecords(1).next(OrderDecision.class);
    decision.setApprovedQuantity(new BigDecimal("0.123456789"));
    assertThatThrownBy(() -> decisions.serializer().serialize(TOPIC, decision))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("scale");
    decision.setApprovedQuantity(new BigDecimal("2"));
    byte[] bytes = decisions.serializer().serialize(TOPIC, decision);
    assertThat(decisions.deserializer().deserialize(TOPIC, bytes).getApprovedQuantity())
        .isEqualTo(new BigDecimal("2.00000000"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldFailAsBadRecord_whenCutShortAnywhere(Class<? extends SpecificRecord> type) {
    cutShort(type);
  }

  private <T extends SpecificRecord> void cutShort(Class<T> type) {
    AvroSerde<T> any = AvroSerde.of(type, registry);
    byte[] bytes = any.serializer().serialize(TOPIC, new SampleRecords(7).next(type));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> any.deserializer().deserialize(TOPIC, cut))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining(TOPIC);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldFailAsBadRecordOrDecode_whenBytesAreGarbage(Class<? extends SpecificRecord> type) {
    AvroSerde<?> any = AvroSerde.of(type, registry);
    int id = registry.register("any", SchemaText.portable(SampleRecords.schemaOf(type)));
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      byte[] bytes =
          ByteBuffer.allocate(5 + garbage.length).put(WireFormat.header(id)).put(garbage).array();
      Throwable failure = catchThrowable(() -> any.deserializer().deserialize(TOPIC, bytes));
      if (failure != null) {
        assertThat(failure).isInstanceOf(SerializationException.class);
        assertThat(RegistryUnavailableException.isCauseOf(failure)).isFalse();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(2_900);
  }

  @Test
  void shouldFailWithoutAllocating_whenALengthClaimsGigabytes() throws IOException {
    int id = registry.register("any", SchemaText.portable(CancelRequest.SCHEMA$));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(WireFormat.header(id));
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(body, null);
    encoder.writeLong(Integer.MAX_VALUE - 16L);
    encoder.flush();
    assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, body.toByteArray()))
        .isInstanceOf(SerializationException.class);

    AvroSerde<OrderDecision> decisions = AvroSerde.of(OrderDecision.class, registry);
    int listing =
        registry.register(
            "listing",
            new Schema.Parser()
                .parse(
                    """
                    {"type": "record", "name": "OrderDecision", "fields": [
                      {"name": "ignored", "type": {"type": "array", "items": "null"}},
                      {"name": "violations", "type": {"type": "array", "items": "null"}}]}
                    """));
    assertThatThrownBy(
            () -> decisions.deserializer().deserialize(TOPIC, WireFormat.header(listing)))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void shouldNameTheFault_whenHeaderIsWrong() {
    assertUnreadable(new byte[] {0, 0, 0}, "3 bytes");
    assertUnreadable("{\"orderId\": 1}".getBytes(StandardCharsets.UTF_8), "0x7b");
    assertUnreadable(new byte[] {0, 0, 0, 0, 99, 1, 2, 3}, "schema id 99");
    assertUnreadable(new byte[] {0, -1, -1, -1, -1, 1, 2, 3}, "schema id -1");
  }

  @Test
  void shouldNameTheFault_whenBytesAreLeftOver() {
    byte[] bytes = serde.serializer().serialize(TOPIC, cancel("o1"));
    assertUnreadable(Arrays.copyOf(bytes, bytes.length + 1), "left over");
  }

  @Test
  void shouldNameBothRecords_whenTopicHoldsAnother() {
    byte[] bytes =
        AvroSerde.of(OrderIntent.class, registry)
            .serializer()
            .serialize(TOPIC, new SampleRecords(3).next(OrderIntent.class));
    assertUnreadable(bytes, "OrderIntent", "CancelRequest");
  }

  @Test
  void shouldLetRegistryFailureThrough_whenItDoesNotAnswer() {
    SchemaRegistry down =
        new SchemaRegistry() {
          @Override
          public int register(String subject, Schema schema) {
            throw new RegistryUnavailableException("down");
          }

          @Override
          public Schema schemaById(int id) {
            throw new RegistryUnavailableException("down");
          }
        };
    AvroSerde<CancelRequest> cutOff = AvroSerde.of(CancelRequest.class, down);
    Throwable writing = catchThrowable(() -> cutOff.serializer().serialize(TOPIC, cancel("o1")));
    Throwable reading =
        catchThrowable(() -> cutOff.deserializer().deserialize(TOPIC, new byte[] {0, 0, 0, 0, 1}));
    for (Throwable failure : List.of(writing, reading)) {
      assertThat(failure).isNotInstanceOf(SerializationException.class);
      assertThat(RegistryUnavailableException.isCauseOf(failure)).isTrue();
      assertThat(RegistryUnavailableException.isCauseOf(new IllegalStateException(failure)))
          .isTrue();
    }
    assertThat(RegistryUnavailableException.isCauseOf(null)).isFalse();
  }

  @Test
  void shouldReadByTheWritersSchema_whenFieldsWereAddedDroppedAndReordered() throws IOException {
    Schema older =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "CancelRequest", "namespace": "elsewhere", "fields": [
                  {"name": "requestedAt", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "desk", "type": {"type": "map", "values": "string"}},
                  {"name": "orderId", "type": "string"},
                  {"name": "cause", "type": "string"},
                  {"name": "symbol", "type": "string"},
                  {"name": "portfolioId", "type": "string"},
                  {"name": "strategyId", "type": "string"}]}
                """);
    GenericRecord written =
        new GenericRecordBuilder(older)
            .set("requestedAt", 1_000L)
            .set("desk", Map.of("a", "b"))
            .set("orderId", "o1")
            .set("cause", "OVERRIDE:1")
            .set("symbol", "ABC")
            .set("portfolioId", "p1")
            .set("strategyId", "s1")
            .build();
    assertThat(serde.deserializer().deserialize(TOPIC, encode(written))).isEqualTo(cancel("o1"));
  }

  @Test
  void shouldRefuseToMisread_whenScaleOrTimeUnitDiffers() throws IOException {
    String text = SchemaText.portable(MarketData.SCHEMA$).toString();
    assertThat(text).contains("\"scale\":8").contains("timestamp-millis");
    AvroSerde<MarketData> marketData = AvroSerde.of(MarketData.class, registry);
    for (String other :
        List.of(
            text.replace("\"scale\":8", "\"scale\":6"),
            text.replace("timestamp-millis", "timestamp-micros"),
            text.replace(",\"logicalType\":\"timestamp-millis\"", ""))) {
      int id = registry.register("x", new Schema.Parser().parse(other));
      assertThatThrownBy(() -> marketData.deserializer().deserialize(TOPIC, WireFormat.header(id)))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("and must be");
    }
  }

  @Test
  void shouldGiveUpOnlyTheRecordsThatSayWhatIsUnknown_whenASchemaKnowsMore() throws IOException {
    String text = SchemaText.portable(OrderIntent.SCHEMA$).toString();
    Schema newer = new Schema.Parser().parse(text.replace("\"LIMIT\"", "\"LIMIT\",\"STOP\""));
    AvroSerde<OrderIntent> intents = AvroSerde.of(OrderIntent.class, registry);

    byte[] limit = encode(intent(newer, "LIMIT"));
    assertThat(intents.deserializer().deserialize(TOPIC, limit).getType())
        .isEqualTo(OrderType.LIMIT);
    byte[] stop = encode(intent(newer, "STOP"));
    assertThatThrownBy(() -> intents.deserializer().deserialize(TOPIC, stop))
        .isInstanceOf(SerializationException.class)
        .hasNoCause()
        .hasMessageContaining("field type may be STOP, which cannot be read");
  }

  private static GenericRecord intent(Schema schema, String type) {
    GenericRecordBuilder builder = new GenericRecordBuilder(schema);
    for (String field : List.of("orderId", "portfolioId", "strategyId", "symbol")) {
      builder.set(field, "x");
    }
    return builder
        .set("side", new GenericData.EnumSymbol(schema.getField("side").schema(), "BUY"))
        .set("quantity", ByteBuffer.wrap(new byte[] {1}))
        .set("type", new GenericData.EnumSymbol(schema.getField("type").schema(), type))
        .set("submittedAt", 1L)
        .build();
  }

  @Test
  void shouldStayCorrect_whenManyThreadsShareOneInstance() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> tasks =
          IntStream.range(0, 8).<Callable<Boolean>>mapToObj(n -> () -> hammer(n)).toList();
      for (Future<Boolean> result : pool.invokeAll(tasks)) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private boolean hammer(int seed) {
    SampleRecords samples = new SampleRecords(seed);
    for (int i = 0; i < 2_000; i++) {
      CancelRequest original = samples.next(CancelRequest.class);
      byte[] bytes = serde.serializer().serialize(TOPIC, original);
      if (!original.equals(serde.deserializer().deserialize(TOPIC, bytes))) {
        return false;
      }
    }
    return true;
  }

  private byte[] encode(GenericRecord written) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(WireFormat.header(registry.register("other", written.getSchema())));
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(written.getSchema()).write(written, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private void assertUnreadable(byte[] bytes, String... said) {
    assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(TOPIC)
        .hasMessageContainingAll(said);
  }

  private static CancelRequest cancel(String orderId) {
    return CancelRequest.newBuilder()
        .setPortfolioId("p1")
        .setOrderId(orderId)
        .setStrategyId("s1")
        .setSymbol("ABC")
        .setCause("OVERRIDE:1")
        .setRequestedAt(Instant.ofEpochMilli(1_000))
        .build();
  }
}
