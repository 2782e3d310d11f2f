package com.alphapulse.riskbudget.schema;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** What Avro reads a written type as, and whether that is what it meant. */
final class TypeMatch {

  private TypeMatch() {}

  /**
   * The type that a written value is read as: ours, or the branch of it that Avro would choose.
   *
   * @param written not a union
   * @return empty where Avro would not read it
   */
  static Optional<Schema> branchFor(Schema ours, Schema written) {
    List<Schema> branches = ours.getType() == Schema.Type.UNION ? ours.getTypes() : List.of(ours);
    Optional<Schema> same =
        branches.stream()
            .filter(branch -> branch.getType() == written.getType())
            .filter(branch -> !isNamed(branch) || branch.getName().equals(written.getName()))
            .findFirst();
    return same.or(
        () -> branches.stream().filter(branch -> isPromoted(branch, written)).findFirst());
  }

  /** Whether a value that Avro reads still says what it said. */
  static boolean sameMeaning(Schema ours, Schema written) {
    if (ours.getType() != written.getType()) {
      return isWidened(ours, written);
    }
    return switch (ours.getType()) {
      // Avro for Java looks at the namespace of enums when it reads, though not when it compares.
      case ENUM -> ours.getFullName().equals(written.getFullName());
      case FIXED -> ours.getFixedSize() == written.getFixedSize() && sameLogicalType(ours, written);
      case STRING -> true; // What else it is called (a uuid, say) is text all the same.
      default -> sameLogicalType(ours, written);
    };
  }

  /** A type in words. */
  static String describe(Schema schema) {
    if (schema.getType() == Schema.Type.UNION) {
      return schema.getTypes().stream()
          .map(TypeMatch::describe)
          .collect(Collectors.joining(" or "));
    }
    LogicalType logical = schema.getLogicalType();
    String base = isNamed(schema) ? kind(schema) + schema.getFullName() : kind(schema);
    if (logical == null) {
      return base;
    }
    return logical instanceof LogicalTypes.Decimal decimal
        ? base + " with a decimal of scale " + decimal.getScale()
        : base + " with a " + logical.getName();
  }

  private static String kind(Schema schema) {
    String name = schema.getType().getName();
    return isNamed(schema) ? name + " " : name;
  }

  private static boolean isNamed(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> true;
      default -> false;
    };
  }

  /** Avro's promotions, as its specification lists them. */
  private static boolean isPromoted(Schema ours, Schema written) {
    return switch (written.getType()) {
      case INT ->
          ours.getType() == Schema.Type.LONG
              || ours.getType() == Schema.Type.FLOAT
              || ours.getType() == Schema.Type.DOUBLE;
      case LONG -> ours.getType() == Schema.Type.FLOAT || ours.getType() == Schema.Type.DOUBLE;
      case FLOAT -> ours.getType() == Schema.Type.DOUBLE;
      case STRING -> ours.getType() == Schema.Type.BYTES;
      case BYTES -> ours.getType() == Schema.Type.STRING;
      default -> false;
    };
  }

  /** Those of the promotions that keep every value as it is. */
  private static boolean isWidened(Schema ours, Schema written) {
    boolean widened =
        switch (written.getType()) {
          case INT -> ours.getType() == Schema.Type.LONG || ours.getType() == Schema.Type.DOUBLE;
          case FLOAT -> ours.getType() == Schema.Type.DOUBLE;
          default -> false;
        };
    return widened && ours.getLogicalType() == null && written.getLogicalType() == null;
  }

  private static boolean sameLogicalType(Schema ours, Schema written) {
    if (ours.getLogicalType() instanceof LogicalTypes.Decimal read
        && written.getLogicalType() instanceof LogicalTypes.Decimal wrote) {
      // The precision only bounds the size; it is the scale that places the point.
      return read.getScale() == wrote.getScale();
    }
    return Objects.equals(name(ours.getLogicalType()), name(written.getLogicalType()));
  }

  private static String name(LogicalType type) {
    return type == null ? null : type.getName();
  }
}
