package com.alphapulse.riskbudget.serde;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Every record class, and instances of them filled from a seed. */
final class SampleRecords {

  private static final String PACKAGE = "com.alphapulse.riskbudget.avro.";
  private static final Path RECORDS = Path.of("src", "main", "avro", "records");

  private final Random random;

  SampleRecords(long seed) {
    this.random = new Random(seed);
  }

  /** The classes of all top-level records, sorted by name. */
  static List<Class<? extends SpecificRecord>> types() {
    try (Stream<Path> files = Files.list(RECORDS)) {
      List<Class<? extends SpecificRecord>> types = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replaceFirst("\\.avsc$", "");
        types.add(Class.forName(PACKAGE + name).asSubclass(SpecificRecord.class));
      }
      return types;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  static Schema schemaOf(Class<?> type) {
    return SpecificData.get().getSchema(type);
  }

  <T extends SpecificRecord> T next(Class<T> type) {
    TrustedRecords.trust();
    return type.cast(value(schemaOf(type)));
  }

  private Object value(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case ENUM -> {
        List<String> symbols = schema.getEnumSymbols();
        yield SpecificData.get().createEnum(symbols.get(random.nextInt(symbols.size())), schema);
      }
      case ARRAY ->
          Stream.generate(() -> value(schema.getElementType())).limit(random.nextInt(4)).toList();
      case MAP -> {
        Map<String, Object> map = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put("key-" + i, value(schema.getValueType()));
        }
        yield map;
      }
      case UNION -> value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
      case STRING -> "text-é-" + random.nextInt(1000);
      case BYTES -> decimal((LogicalTypes.Decimal) schema.getLogicalType());
      case INT -> random.nextInt();
      case LONG -> schema.getLogicalType() == null ? random.nextLong() : instant(schema);
      case DOUBLE -> random.nextGaussian();
      case BOOLEAN -> random.nextBoolean();
      case NULL -> null;
      default -> throw new IllegalStateException("no sample for " + schema);
    };
  }

  private SpecificRecord record(Schema schema) {
    SpecificRecord result = (SpecificRecord) SpecificData.get().newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      result.put(field.pos(), value(field.schema()));
    }
    return result;
  }

  private BigDecimal decimal(LogicalTypes.Decimal type) {
    return new BigDecimal(new BigInteger(1 + random.nextInt(100), random), type.getScale())
        .multiply(random.nextBoolean() ? BigDecimal.ONE : BigDecimal.ONE.negate());
  }

  private Instant instant(Schema schema) {
    Instant nanos = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    return switch (schema.getLogicalType().getName()) {
      case "timestamp-millis" -> nanos.truncatedTo(ChronoUnit.MILLIS);
      case "timestamp-micros" -> nanos.truncatedTo(ChronoUnit.MICROS);
      default -> throw new IllegalStateException("no sample for " + schema);
    };
  }
}
