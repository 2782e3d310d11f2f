package com.alphapulse.riskbudget.schema;

import java.util.List;
import org.apache.avro.Schema;

/**
 * A name under which a registry keeps the versions of one schema, and what the product asks of it.
 *
 * @param name {@code <topic>-value} for the values of a topic
 * @param schema ours, as it is registered
 * @param input whether others write the records: then new versions must be readable by a program
 *     that is older than they are
 */
public record Subject(String name, Schema schema, boolean input) {

  private static final String BOTH_WAYS = "FULL_TRANSITIVE";
  private static final String NEW_READS_OLD = "BACKWARD_TRANSITIVE";

  /** The compatibility level that a registry is to keep, by Confluent's name. */
  public String level() {
    return input ? BOTH_WAYS : NEW_READS_OLD;
  }

  /** Whether a level guards at least as well as {@link #level}. */
  public boolean isGuardedBy(String otherLevel) {
    return otherLevel.equals(level()) || otherLevel.equals(BOTH_WAYS);
  }

  /**
   * What speaks against another schema under this subject, one sentence each; empty if nothing
   * does. An output is ours to write: it only has to be readable.
   */
  public List<String> objections(Schema candidate) {
    SchemaCheck check = SchemaCheck.of(schema, candidate);
    return input ? check.objections() : check.misreadings();
  }
}
