package com.alphapulse.riskbudget.serde;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Finds values whose meaning differs between a writer's schema and a reader's although their bytes
 * fit.
 *
 * <p>Avro resolves a decimal of scale 6 into one of scale 8, and microseconds into milliseconds,
 * without a word, and every price is then wrong by a factor of a hundred. Avro's own compatibility
 * check does not look at it either.
 */
final class LogicalTypeCheck {

  private final List<String> differences = new ArrayList<>();
  private final Set<String> visited = new HashSet<>();

  private LogicalTypeCheck() {}

  /**
   * Compares every value that the reader would take from the writer.
   *
   * @return one line per difference, with the path of the field; empty if the meaning is the same
   */
  static List<String> differences(Schema reader, Schema writer) {
    LogicalTypeCheck check = new LogicalTypeCheck();
    check.compare("", reader, Schema.applyAliases(writer, reader));
    return check.differences;
  }

  private void compare(String path, Schema reader, Schema writer) {
    if (reader.getType() == Schema.Type.UNION || writer.getType() == Schema.Type.UNION) {
      for (Schema written : branches(writer)) {
        branchFor(reader, written).ifPresent(read -> compare(path, read, written));
      }
      return;
    }
    if (!sameMeaning(reader.getLogicalType(), writer.getLogicalType())) {
      differences.add(
          String.format(
              "%s: written as %s, read as %s",
              path.isEmpty() ? "(the record itself)" : path, describe(writer), describe(reader)));
    }
    if (reader.getType() != writer.getType()) {
      return;
    }
    switch (reader.getType()) {
      case RECORD -> compareFields(path, reader, writer);
      case ARRAY -> compare(path + "[]", reader.getElementType(), writer.getElementType());
      case MAP -> compare(path + "{}", reader.getValueType(), writer.getValueType());
      default -> {
        // Nothing inside.
      }
    }
  }

  private void compareFields(String path, Schema reader, Schema writer) {
    // A type may contain itself; and the same pair need not be compared at each place it is used.
    if (!visited.add(reader.getFullName() + "<" + writer.getFullName())) {
      return;
    }
    for (Schema.Field field : reader.getFields()) {
      Schema.Field written = writer.getField(field.name());
      if (written != null) {
        String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
        compare(fieldPath, field.schema(), written.schema());
      }
    }
  }

  private static List<Schema> branches(Schema schema) {
    return schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
  }

  private static Optional<Schema> branchFor(Schema reader, Schema written) {
    return branches(reader).stream()
        .filter(branch -> branch.getType() == written.getType())
        .filter(branch -> !isNamed(branch) || branch.getName().equals(written.getName()))
        .findFirst();
  }

  private static boolean isNamed(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> true;
      default -> false;
    };
  }

  private static boolean sameMeaning(LogicalType reader, LogicalType writer) {
    if (reader instanceof LogicalTypes.Decimal read
        && writer instanceof LogicalTypes.Decimal written) {
      // The precision only bounds the size; it is the scale that places the point.
      return read.getScale() == written.getScale();
    }
    return Objects.equals(name(reader), name(writer));
  }

  private static String name(LogicalType type) {
    return type == null ? null : type.getName();
  }

  private static String describe(Schema schema) {
    LogicalType type = schema.getLogicalType();
    if (type == null) {
      return "plain " + schema.getType().getName();
    }
    return type instanceof LogicalTypes.Decimal decimal
        ? "decimal of scale " + decimal.getScale()
        : type.getName();
  }
}
