package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Records that nobody should send, to every input, from a seed: each field absent, empty, huge,
 * negative, not finite, ahead and behind; wrong keys, types and partitions; junk, damage,
 * tombstones, timestamps. What could make sense is of portfolios and markets of its own.
 */
final class HostileRecords {
  /** What is wrong with a record. */
  enum Kind {
    FIELD,
    WRONG_KEY,
    WRONG_TYPE,
    WRONG_PARTITION,
    JUNK,
    DAMAGED,
    UNKNOWN_SCHEMA,
    TOMBSTONE,
    TIMESTAMP
  }

  /**
   * One record, and what is wrong with it.
   *
   * @param made whether it may not be taken in, whatever the stages know
   */
  record Hostile(
      Topics topic, Kind kind, ProducerRecord<byte[], byte[]> record, HostileLedger.Made made) {}

  /** Largest value that a topic of default settings takes beside a key. */
  private static final int LARGEST_JUNK = 1_048_000;

  private static final int HUGE_ONE_IN = 2_000;
  private static final int LONG_ONE_IN = 100;
  private static final int NAMES = 50_000;

  /** Whether the record that is being made must be refused. */
  private boolean refused;

  private final Random random;
  private final int partitions;
  private final List<Topics> topics = List.copyOf(HostileOracle.INPUTS.keySet());
  private final Map<Topics, List<HostileField>> fields = new EnumMap<>(Topics.class);
  private final Map<Topics, Integer> schemaIds = new EnumMap<>(Topics.class);

  HostileRecords(long seed, int partitions, SchemaRegistry registry) {
    this.random = new Random(seed);
    this.partitions = partitions;
    HostileOracle.INPUTS.forEach(
        (topic, type) -> {
          fields.put(topic, HostileField.of(type));
          schemaIds.put(
              topic,
              registry.register(
                  topic.on(InstallationName.NONE) + "-value", SpecificData.get().getSchema(type)));
        });
  }

  Hostile next() {
    Topics topic = topics.get(random.nextInt(topics.size()));
    // Half of them have a bad field, since those are the most.
    Kind kind =
        random.nextBoolean() ? Kind.FIELD : Kind.values()[random.nextInt(Kind.values().length)];
    String name = "h" + random.nextInt(NAMES);
    refused =
        switch (kind) {
          case JUNK, UNKNOWN_SCHEMA -> true;
          case TOMBSTONE -> topic != Topics.PORTFOLIO;
          case WRONG_KEY -> HostileOracle.isBoundToItsKey(topic);
          case FIELD, WRONG_TYPE, WRONG_PARTITION, DAMAGED, TIMESTAMP -> false;
        };
    ProducerRecord<byte[], byte[]> record = record(topic, kind, name);
    return new Hostile(
        topic, kind, record, refused ? HostileLedger.Made.BAD : HostileLedger.Made.EITHER);
  }

  private ProducerRecord<byte[], byte[]> record(Topics topic, Kind kind, String name) {
    return switch (kind) {
      case FIELD -> message(topic, name, bytes(topic, badField(topic, name)));
      case WRONG_KEY -> message(topic, wrongKey(topic), bytes(topic, plain(topic, name)));
      case WRONG_TYPE -> {
        Topics other = topics.get(random.nextInt(topics.size()));
        refused = HostileOracle.INPUTS.get(topic) != HostileOracle.INPUTS.get(other);
        yield message(topic, name, bytes(other, plain(other, name)));
      }
      case WRONG_PARTITION -> {
        int partition = random.nextInt(partitions);
        refused = HostileOracle.isLost(topic, name, partition, partitions);
        yield new ProducerRecord<>(
            topic.on(InstallationName.NONE),
            partition,
            key(name),
            bytes(topic, plain(topic, name)));
      }
      case JUNK -> message(topic, name, junk());
      case DAMAGED -> message(topic, name, damaged(bytes(topic, plain(topic, name))));
      case UNKNOWN_SCHEMA -> {
        byte[] bytes = bytes(topic, plain(topic, name));
        bytes[1] = (byte) (1 + random.nextInt(100));
        yield message(topic, name, bytes);
      }
      case TOMBSTONE -> message(topic, name, null);
      case TIMESTAMP ->
          new Timed(
              topic.on(InstallationName.NONE),
              key(name),
              bytes(topic, plain(topic, name)),
              timestamp());
    };
  }

  private ProducerRecord<byte[], byte[]> message(Topics topic, String key, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic.on(InstallationName.NONE), key(key), value);
    if (random.nextInt(HUGE_ONE_IN) == 0 && (value == null || value.length < 1_000)) {
      return new ProducerRecord<>(
          topic.on(InstallationName.NONE),
          null,
          null,
          key(key),
          value,
          new RecordHeaders().add("huge", new byte[LARGEST_JUNK - 10_000]));
    }
    return record;
  }

  private SpecificRecord plain(Topics topic, String name) {
    SpecificRecord record = PlainRecords.of(HostileOracle.INPUTS.get(topic));
    for (String id : List.of("portfolioId", "market", "orderId", "overrideId", "execId")) {
      Schema.Field field = record.getSchema().getField(id);
      if (field != null) {
        record.put(field.pos(), name);
      }
    }
    return record;
  }

  private SpecificRecord badField(Topics topic, String name) {
    List<HostileField> places = fields.get(topic);
    HostileField place = places.get(random.nextInt(places.size()));
    SpecificRecord record = plain(topic, name);
    Object bad = bad(place.schema());
    refused = HostileOracle.isBeyondItsBound(place, bad, Instant.now());
    return place.put(record, bad);
  }

  private Object bad(Schema schema) {
    return switch (schema.getType()) {
      case STRING -> text();
      case BYTES -> decimal();
      case DOUBLE ->
          List.of(
                  Double.NaN,
                  Double.POSITIVE_INFINITY,
                  Double.NEGATIVE_INFINITY,
                  Double.MAX_VALUE,
                  Double.MIN_VALUE,
                  -1.0,
                  0.0)
              .get(random.nextInt(7));
      case INT -> List.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE).get(random.nextInt(4));
      case LONG -> number(schema);
      case BOOLEAN -> true;
      case ENUM ->
          SpecificData.get()
              .createEnum(
                  schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())),
                  schema);
      case ARRAY -> PlainRecords.list(schema.getElementType(), count());
      case MAP -> PlainRecords.map(schema.getValueType(), count());
      default -> throw new IllegalArgumentException(schema.toString());
    };
  }

  /** Few are very long: the records of all of them have to go through one machine. */
  private int length() {
    if (random.nextInt(HUGE_ONE_IN) == 0) {
      return 300_000;
    }
    return random.nextInt(LONG_ONE_IN) == 0 ? 70_000 : 100 + random.nextInt(1_200);
  }

  private int count() {
    return random.nextInt(LONG_ONE_IN) == 0 ? 2_001 + random.nextInt(1_000) : random.nextInt(8);
  }

  private String text() {
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> " \t";
      case 2 -> "a\u0000b";
      case 3 -> "\ud83d".repeat(3);
      case 4 -> "\ud83d\ude00".repeat(length() / 4);
      default -> "y".repeat(length());
    };
  }

  private BigDecimal decimal() {
    return switch (random.nextInt(6)) {
      case 0 -> BigDecimal.ZERO.setScale(8);
      case 1 -> new BigDecimal("-1.00000000");
      case 2 -> new BigDecimal(BigInteger.ONE, 8);
      case 3 -> BigDecimal.TEN.pow(31).setScale(8);
      case 4 -> BigDecimal.TEN.pow(33).negate().setScale(8);
      default -> new BigDecimal(BigInteger.ONE.shiftLeft(8 * length()), 8);
    };
  }

  private Object number(Schema schema) {
    long now = System.currentTimeMillis();
    long number =
        List.of(
                0L,
                -1L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                now + 8 * 3_600_000L,
                now * 1_000,
                now - 8 * 3_600_000L)
            .get(random.nextInt(7));
    return schema.getLogicalType() == null ? (Object) number : Instant.ofEpochMilli(number);
  }

  private String wrongKey(Topics topic) {
    return switch (random.nextInt(4)) {
      // A compacted topic takes no record without a key, nor the batch that it is in.
      case 0 -> topic.cleanupPolicy().contains("compact") ? "" : null;
      case 1 -> "";
      case 2 -> "*";
      default -> "k".repeat(length());
    };
  }

  private byte[] junk() {
    byte[] junk =
        new byte[random.nextInt(HUGE_ONE_IN / 4) == 0 ? LARGEST_JUNK : random.nextInt(300)];
    random.nextBytes(junk);
    return junk;
  }

  private byte[] damaged(byte[] bytes) {
    List<Integer> places = new ArrayList<>();
    places.add(5 + random.nextInt(bytes.length - 5));
    places.forEach(place -> bytes[place] ^= (byte) (1 << random.nextInt(8)));
    return bytes;
  }

  private long timestamp() {
    long now = System.currentTimeMillis();
    return List.of(-1L, 0L, 1L, now + 1_800_000L, now - 86_400_000L).get(random.nextInt(5));
  }

  private byte[] bytes(Topics topic, SpecificRecord record) {
    return RawAvro.message(schemaIds.get(topic), record);
  }

  private static byte[] key(String key) {
    return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
  }

  /** A record of any timestamp; Kafka's own refuses what is below 0, and old clients sent it. */
  private static final class Timed extends ProducerRecord<byte[], byte[]> {
    private final long timestamp;

    private Timed(String topic, byte[] key, byte[] value, long timestamp) {
      super(topic, null, 0L, key, value);
      this.timestamp = timestamp;
    }

    @Override
    public Long timestamp() {
      return timestamp;
    }
  }
}
