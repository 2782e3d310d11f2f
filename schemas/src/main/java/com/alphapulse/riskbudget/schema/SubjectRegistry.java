package com.alphapulse.riskbudget.schema;

import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A registry as those see it who set it up: subjects, their versions and levels.
 *
 * <p>Remembers nothing: each call asks the registry. Calls throw an unchecked exception, which says
 * what to do, where the registry gives no usable answer or refuses the credentials.
 */
public interface SubjectRegistry {

  /** The newest version of a subject's schema. */
  record Latest(int number, Schema schema) {}

  /** The newest version; empty if the subject does not exist. */
  Optional<Latest> latest(String subject);

  /** Whether one of the subject's versions is exactly this schema. */
  boolean has(String subject, Schema schema);

  /**
   * Registers a schema.
   *
   * @return why the registry refuses it; empty if it did not
   */
  Optional<String> add(String subject, Schema schema);

  /** The compatibility level in force: the subject's own, else the registry's; {@code NONE} too. */
  String level(String subject);

  /** Sets the subject's own level. The subject exists. */
  void setLevel(String subject, String level);
}
