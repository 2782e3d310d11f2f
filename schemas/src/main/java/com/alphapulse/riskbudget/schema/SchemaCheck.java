package com.alphapulse.riskbudget.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Whether records of another schema can be read into ours with the same meaning.
 *
 * <p>Avro's own compatibility check does not look at meaning: it resolves a decimal of scale 6 into
 * one of scale 8, microseconds into milliseconds, text into the bytes of a decimal and an unknown
 * symbol into an enum's default without a word, and it takes enums of another namespace for
 * readable, which they are not.
 *
 * <p>Three kinds of findings, from the worst on: what concerns every record ({@link #misreadings}),
 * what concerns the records that hold certain values ({@link #unreadableValues}), and what would
 * let a sender say something without meaning it. {@link #objections} are all of them, and decide
 * what may be registered. Each is a sentence that names the field.
 *
 * <p>Not a check of evolution between versions: that is what a registry's compatibility level is
 * for, beside this.
 */
public final class SchemaCheck {

  private final List<String> misreadings = new ArrayList<>();
  private final List<String> unreadableValues = new ArrayList<>();
  private final List<String> defaults = new ArrayList<>();
  private final Set<String> visited = new HashSet<>();

  /** Where in a record the comparison stands. */
  private record Place(String path) {
    Place field(String name) {
      return new Place(path.isEmpty() ? name : path + "." + name);
    }

    Place inside(String brackets) {
      return new Place(path + brackets);
    }

    String describe() {
      return path.isEmpty() ? "the record" : "field " + path;
    }
  }

  private SchemaCheck() {}

  /**
   * Compares every value that a reader of ours would take from a writer of the other schema.
   *
   * @param ours what the values are read into
   * @param written what they are, or would be, written with
   */
  public static SchemaCheck of(Schema ours, Schema written) {
    SchemaCheck check = new SchemaCheck();
    if (isNamedAlike(ours, written)) {
      check.compare(new Place(""), ours, Schema.applyAliases(written, ours));
    } else {
      check.misreadings.add(
          "the record is "
              + (written.getType() == Schema.Type.RECORD
                  ? written.getFullName()
                  : "a bare " + written.getType().getName())
              + " and not "
              + ours.getFullName());
    }
    return check;
  }

  /** Why no record of this schema can be read, or none without changing what it says. */
  public List<String> misreadings() {
    return List.copyOf(misreadings);
  }

  /** Values that a record of this schema may hold and ours cannot; all others can be read. */
  public List<String> unreadableValues() {
    return List.copyOf(unreadableValues);
  }

  /** All that speaks against registering this schema; empty if nothing does. */
  public List<String> objections() {
    List<String> all = new ArrayList<>(misreadings);
    all.addAll(unreadableValues);
    all.addAll(defaults);
    return all;
  }

  /**
   * Whether the writer meant this record. Avro would resolve any record whose fields happen to fit.
   * The namespace is free, as the specification has it.
   */
  private static boolean isNamedAlike(Schema ours, Schema written) {
    return written.getType() == Schema.Type.RECORD
        && (written.getName().equals(ours.getName())
            || ours.getAliases().contains(written.getFullName()));
  }

  private void compare(Place place, Schema ours, Schema written) {
    if (written.getType() == Schema.Type.UNION) {
      for (Schema branch : written.getTypes()) {
        compareBranch(place, ours, branch);
      }
      return;
    }
    Optional<Schema> read = TypeMatch.branchFor(ours, written);
    if (read.isEmpty()) {
      misreadings.add(mismatch(place, ours, written));
    } else {
      compareResolved(place, read.get(), written);
    }
  }

  /** One kind of value of many that the writer may choose from. */
  private void compareBranch(Place place, Schema ours, Schema branch) {
    Optional<Schema> read = TypeMatch.branchFor(ours, branch);
    if (read.isPresent()) {
      compareResolved(place, read.get(), branch);
    } else if (branch.getType() == Schema.Type.NULL) {
      unreadableValues.add(place.describe() + " may be null, and must not be");
    } else {
      unreadableValues.add(
          "%s may be written as %s, and must be %s"
              .formatted(place.describe(), TypeMatch.describe(branch), TypeMatch.describe(ours)));
    }
  }

  private void compareResolved(Place place, Schema ours, Schema written) {
    if (!TypeMatch.sameMeaning(ours, written)) {
      misreadings.add(mismatch(place, ours, written));
      return;
    }
    switch (ours.getType()) {
      case RECORD -> compareFields(place, ours, written);
      case ENUM -> compareSymbols(place, ours, written);
      case ARRAY -> compare(place.inside("[]"), ours.getElementType(), written.getElementType());
      case MAP -> compare(place.inside("{}"), ours.getValueType(), written.getValueType());
      default -> {
        // Nothing inside.
      }
    }
  }

  private void compareFields(Place place, Schema ours, Schema written) {
    // A type may contain itself; and the same pair need not be compared at each place it is used.
    if (!visited.add(ours.getFullName() + "<" + written.getFullName())) {
      return;
    }
    for (Schema.Field field : ours.getFields()) {
      Place at = place.field(field.name());
      Schema.Field counterpart = written.getField(field.name());
      if (counterpart == null) {
        missing(at, field, ours, written);
      } else {
        compare(at, field.schema(), counterpart.schema());
        FieldDefaults.difference(field, counterpart)
            .ifPresent(difference -> defaults.add(at.describe() + " " + difference));
      }
    }
  }

  private void missing(Place place, Schema.Field field, Schema ours, Schema written) {
    Optional<String> nearName =
        written.getFields().stream()
            .map(Schema.Field::name)
            .filter(name -> ours.getField(name) == null && looksLike(name, field.name()))
            .findFirst();
    if (!field.hasDefaultValue()) {
      misreadings.add(
          place.describe()
              + " is missing"
              + nearName.map(name -> " (" + name + " is another name)").orElse("")
              + ": no "
              + ours.getName()
              + " can be read without it");
    } else if (nearName.isPresent()) {
      // Left out it has a default; but here somebody means to say it, and would not be heard.
      misreadings.add(
          "%s is missing and would be read as %s: %s is another name"
              .formatted(place.describe(), FieldDefaults.describe(field), nearName.get()));
    }
  }

  /** Whether names differ in spelling only: case and separators. */
  private static boolean looksLike(String name, String other) {
    return name.replace("_", "").equalsIgnoreCase(other.replace("_", ""));
  }

  private void compareSymbols(Place place, Schema ours, Schema written) {
    List<String> unknown =
        written.getEnumSymbols().stream().filter(symbol -> !ours.hasEnumSymbol(symbol)).toList();
    if (!unknown.isEmpty()) {
      String fate =
          ours.getEnumDefault() == null
              ? "which cannot be read"
              : "which would be read as " + ours.getEnumDefault();
      unreadableValues.add(
          "%s may be %s, %s: known are %s"
              .formatted(
                  place.describe(),
                  String.join(" or ", unknown),
                  fate,
                  String.join(", ", ours.getEnumSymbols())));
    }
  }

  private static String mismatch(Place place, Schema ours, Schema written) {
    return "%s is written as %s, and must be %s"
        .formatted(place.describe(), TypeMatch.describe(written), TypeMatch.describe(ours));
  }
}
