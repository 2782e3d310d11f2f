package com.alphapulse.riskbudget.demo.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Which earlier versions a new schema has to get on with, and in which direction. */
enum CompatibilityLevel {
  /** Anything goes. */
  NONE(false, false, false),
  /** Reads what the latest version wrote. */
  BACKWARD(true, false, false),
  /** Reads what any version wrote. */
  BACKWARD_TRANSITIVE(true, false, true),
  /** Is read by the latest version. */
  FORWARD(false, true, false),
  /** Is read by every version. */
  FORWARD_TRANSITIVE(false, true, true),
  /** Both directions with the latest version. */
  FULL(true, true, false),
  /** Both directions with every version. */
  FULL_TRANSITIVE(true, true, true);

  private final boolean backward;
  private final boolean forward;
  private final boolean transitive;

  CompatibilityLevel(boolean backward, boolean forward, boolean transitive) {
    this.backward = backward;
    this.forward = forward;
    this.transitive = transitive;
  }

  /**
   * The level of this name, in any case.
   *
   * @throws RegistryException if there is none
   */
  static CompatibilityLevel parse(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw RegistryException.invalidLevel(name);
    }
  }

  /**
   * What speaks against a schema after these versions.
   *
   * @param earlier oldest first
   * @return empty if the schema is compatible
   */
  List<String> objections(Schema schema, List<Schema> earlier) {
    List<String> objections = new ArrayList<>();
    int first = transitive ? 0 : Math.max(0, earlier.size() - 1);
    for (Schema version : earlier.subList(first, earlier.size())) {
      if (backward) {
        objections.addAll(objections("the new schema cannot read an earlier one", schema, version));
      }
      if (forward) {
        objections.addAll(objections("an earlier schema cannot read the new one", version, schema));
      }
    }
    return objections;
  }

  private static List<String> objections(String what, Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .stream()
        .map(
            found ->
                what
                    + ": "
                    + found.getType()
                    + " at "
                    + found.getLocation()
                    + ": "
                    + found.getMessage())
        .toList();
  }
}
