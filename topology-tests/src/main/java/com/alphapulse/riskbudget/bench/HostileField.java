package com.alphapulse.riskbudget.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * A place in a record where anything can be put.
 *
 * @param path names of the fields that lead to it; {@code []} is the first item of a list, {@code
 *     {}} a value of a map
 * @param schema of what belongs there, without null
 */
public record HostileField(Class<? extends SpecificRecord> type, List<String> path, Schema schema) {
  private static final String ITEM = "[]";
  private static final String ENTRY = "{}";

  /** Every place of a record, those within lists and maps included. */
  public static List<HostileField> of(Class<? extends SpecificRecord> type) {
    List<HostileField> fields = new ArrayList<>();
    within(type, SpecificData.get().getSchema(type), List.of(), fields);
    return fields;
  }

  private static void within(
      Class<? extends SpecificRecord> type,
      Schema schema,
      List<String> path,
      List<HostileField> fields) {
    if (!path.isEmpty() && schema.getType() != Schema.Type.RECORD) {
      fields.add(new HostileField(type, path, schema));
    }
    switch (schema.getType()) {
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          within(type, PlainRecords.told(field.schema()), plus(path, field.name()), fields);
        }
      }
      case ARRAY ->
          within(type, PlainRecords.told(schema.getElementType()), plus(path, ITEM), fields);
      case MAP -> within(type, PlainRecords.told(schema.getValueType()), plus(path, ENTRY), fields);
      default -> {
        // Nothing within.
      }
    }
  }

  private static List<String> plus(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }

  /** Puts a value there; gives the record back. */
  public <T extends SpecificRecord> T put(T record, Object value) {
    put(record, 0, value);
    return record;
  }

  @SuppressWarnings("unchecked") // The schema says what is where.
  private void put(Object at, int step, Object value) {
    String name = path.get(step);
    boolean last = step == path.size() - 1;
    if (name.equals(ITEM)) {
      List<Object> list = (List<Object>) at;
      if (last) {
        list.set(0, value);
      } else {
        put(list.get(0), step + 1, value);
      }
    } else if (name.equals(ENTRY)) {
      Map<String, Object> map = (Map<String, Object>) at;
      String key = map.keySet().iterator().next();
      if (last) {
        map.put(key, value);
      } else {
        put(map.get(key), step + 1, value);
      }
    } else {
      SpecificRecord record = (SpecificRecord) at;
      int position = record.getSchema().getField(name).pos();
      if (last) {
        record.put(position, value);
      } else {
        put(record.get(position), step + 1, value);
      }
    }
  }

  @Override
  public String toString() {
    return type.getSimpleName() + "." + String.join(".", path);
  }
}
