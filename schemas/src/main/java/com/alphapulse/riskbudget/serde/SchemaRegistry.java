package com.alphapulse.riskbudget.serde;

import org.apache.avro.Schema;

/**
 * Gives schemas their ids, and ids their schemas.
 *
 * <p>Implementations are safe for use by many threads and remember what they were told, so that a
 * caller may ask once per schema and not once per record.
 *
 * <p>The two failures are kept apart because they call for opposite reactions. A record whose
 * schema the registry does not know will never be readable, and belongs on the dead-letter topic. A
 * registry that does not answer says nothing about the record: dead-lettering it would lose good
 * data, so the reader has to stop or try again.
 */
public interface SchemaRegistry {

  /**
   * Registers a schema under a subject, or finds it there.
   *
   * @param subject name under which versions are kept together, {@code <topic>-value} for record
   *     values
   * @return the schema's id
   * @throws RegistryUnavailableException if the registry gave no usable answer, which includes that
   *     it refused the schema
   */
  int register(String subject, Schema schema);

  /**
   * Looks up the schema that a record was written with.
   *
   * @throws UnknownSchemaException if the registry answered that it has no such Avro schema
   * @throws RegistryUnavailableException if the registry gave no usable answer
   */
  Schema schemaById(int id);
}
