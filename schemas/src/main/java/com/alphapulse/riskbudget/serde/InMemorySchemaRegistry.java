package com.alphapulse.riskbudget.serde;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * A registry inside one process, for tests and benchmarks.
 *
 * <p>Ids count from 1; equal schemas share one, under whatever subject. Checks no compatibility and
 * forgets everything with the process, so it is not for topics that outlive it.
 */
public final class InMemorySchemaRegistry implements SchemaRegistry {

  private final List<Schema> schemas = new ArrayList<>();

  @Override
  public synchronized int register(String subject, Schema schema) {
    int known = schemas.indexOf(schema);
    if (known >= 0) {
      return known + 1;
    }
    schemas.add(schema);
    return schemas.size();
  }

  @Override
  public synchronized Schema schemaById(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new UnknownSchemaException("no schema has the id " + id);
    }
    return schemas.get(id - 1);
  }
}
