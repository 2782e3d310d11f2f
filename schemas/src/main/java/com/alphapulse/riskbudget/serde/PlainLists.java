package com.alphapulse.riskbudget.serde;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Replaces Avro's own list class in decoded records by {@link ArrayList}.
 *
 * <p>Avro's list compares its items without their decimal conversion and throws where an item holds
 * an optional decimal, so that {@code equals} of two such records would fail. Records without lists
 * cost nothing here.
 */
final class PlainLists {

  private static final int[] NONE = {};

  /**
   * Stands in while a record's fields are looked at: one that contains itself counts as a holder.
   */
  private static final int[] IN_PROGRESS = {-1};

  /** Per record name, the positions of the fields in which a list may be found. */
  private final Map<String, int[]> positions = new HashMap<>();

  PlainLists(Schema schema) {
    holdsList(schema);
  }

  /** Replaces the lists of a record and of everything in it, in place. */
  void replaceIn(IndexedRecord data) {
    for (int position : positions.getOrDefault(data.getSchema().getFullName(), NONE)) {
      data.put(position, replaced(data.get(position)));
    }
  }

  private Object replaced(Object value) {
    if (value instanceof List<?> items) {
      List<Object> plain = new ArrayList<>(items.size());
      for (Object item : items) {
        plain.add(replaced(item));
      }
      return plain;
    }
    if (value instanceof Map<?, ?> entries) {
      Map<Object, Object> plain = new HashMap<>();
      entries.forEach((key, item) -> plain.put(key, replaced(item)));
      return plain;
    }
    if (value instanceof IndexedRecord nested) {
      replaceIn(nested);
    }
    return value;
  }

  /** Whether values of a schema may hold lists; notes where, for each record on the way. */
  private boolean holdsList(Schema schema) {
    return switch (schema.getType()) {
      case ARRAY -> {
        holdsList(schema.getElementType());
        yield true;
      }
      case MAP -> holdsList(schema.getValueType());
      case UNION -> schema.getTypes().stream().map(this::holdsList).toList().contains(true);
      case RECORD -> recordHoldsList(schema);
      default -> false;
    };
  }

  private boolean recordHoldsList(Schema schema) {
    int[] known = positions.get(schema.getFullName());
    if (known == null) {
      positions.put(schema.getFullName(), IN_PROGRESS);
      known =
          schema.getFields().stream()
              .filter(field -> holdsList(field.schema()))
              .mapToInt(Schema.Field::pos)
              .toArray();
      positions.put(schema.getFullName(), known);
    }
    return known.length > 0;
  }
}
