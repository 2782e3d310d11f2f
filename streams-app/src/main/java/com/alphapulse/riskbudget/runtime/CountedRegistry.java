package com.alphapulse.riskbudget.runtime;

import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/** A registry whose failures to answer are counted. */
final class CountedRegistry implements SchemaRegistry {
  private final SchemaRegistry registry;
  private final Metrics metrics;

  CountedRegistry(SchemaRegistry registry, Metrics metrics) {
    this.registry = registry;
    this.metrics = metrics;
  }

  @Override
  public int register(String subject, Schema schema) {
    return counted(() -> registry.register(subject, schema));
  }

  @Override
  public Schema schemaById(int id) {
    return counted(() -> registry.schemaById(id));
  }

  private <T> T counted(Supplier<T> question) {
    try {
      return question.get();
    } catch (RegistryUnavailableException e) {
      metrics.registryFailure();
      throw e;
    }
  }
}
