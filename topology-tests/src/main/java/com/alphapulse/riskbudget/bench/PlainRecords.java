package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.serde.TrustedRecords;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Records in which every field is told and plain, made from their schemas. */
public final class PlainRecords {
  private static final Instant TIME = Instant.parse("2024-06-03T14:30:00Z");

  static {
    TrustedRecords.trust();
  }

  private PlainRecords() {}

  /** A record of a type. */
  public static <T extends SpecificRecord> T of(Class<T> type) {
    return type.cast(value(SpecificData.get().getSchema(type), 0));
  }

  /** As many values of a schema, none like the other where they can differ. */
  public static List<Object> list(Schema schema, int size) {
    List<Object> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(value(schema, i));
    }
    return values;
  }

  /** As many entries. */
  public static Map<String, Object> map(Schema schema, int size) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      values.put("k" + i, value(schema, i));
    }
    return values;
  }

  /** The branch of a union that is no null; the schema itself where it is no union. */
  static Schema told(Schema schema) {
    return schema.isUnion()
        ? schema.getTypes().stream()
            .filter(s -> s.getType() != Schema.Type.NULL)
            .findFirst()
            .orElseThrow()
        : schema;
  }

  private static Object value(Schema schema, int number) {
    Schema told = told(schema);
    return switch (told.getType()) {
      case STRING -> "x" + number;
      case BYTES -> new BigDecimal("1.00000000");
      case DOUBLE -> 0.5;
      case INT -> 1;
      case LONG -> told.getLogicalType() == null ? (Object) 1L : TIME;
      case BOOLEAN -> false;
      case ENUM ->
          SpecificData.get()
              .createEnum(
                  told.getEnumSymbols().get(told.getEnumSymbols().get(0).equals("UNKNOWN") ? 1 : 0),
                  told);
      case ARRAY -> list(told.getElementType(), 1);
      case MAP -> map(told.getValueType(), 1);
      case RECORD -> record(told, number);
      default -> throw new IllegalArgumentException(told.toString());
    };
  }

  private static SpecificRecord record(Schema schema, int number) {
    SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field.schema(), number));
    }
    return record;
  }
}
