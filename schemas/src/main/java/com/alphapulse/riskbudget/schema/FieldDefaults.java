package com.alphapulse.riskbudget.schema;

import java.util.Objects;
import java.util.Optional;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * Compares what a field is when a sender leaves it out.
 *
 * <p>Many clients take the latest schema of a subject and fill in its defaults when they write: who
 * registers another default changes what all of them say.
 */
final class FieldDefaults {

  private FieldDefaults() {}

  /** How the other field's default changes the meaning of a field left out, in words. */
  static Optional<String> difference(Schema.Field ours, Schema.Field other) {
    // Without a default, a sender that leaves it out is told so by its own client.
    if (!other.hasDefaultValue()) {
      return Optional.empty();
    }
    if (!ours.hasDefaultValue()) {
      return Optional.of("has the default " + describe(other) + ", and must be given each time");
    }
    return same(ours.defaultVal(), other.defaultVal())
        ? Optional.empty()
        : Optional.of("has the default " + describe(other) + ", and must have " + describe(ours));
  }

  /** A field's default as text. */
  static String describe(Schema.Field field) {
    Object value = field.defaultVal();
    if (value == JsonProperties.NULL_VALUE) {
      return "null";
    }
    return value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
  }

  private static boolean same(Object one, Object other) {
    if (one instanceof Number first && other instanceof Number second) {
      return first.doubleValue() == second.doubleValue();
    }
    return Objects.deepEquals(one, other);
  }
}
