package com.alphapulse.riskbudget.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.serde.UnknownSchemaException;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class CountedRegistryTest {
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);

  /** Knows 1, is asked in vain for 2, and does not answer anything else. */
  private static final SchemaRegistry FRAIL =
      new SchemaRegistry() {
        @Override
        public int register(String subject, Schema schema) {
          throw new RegistryUnavailableException("away");
        }

        @Override
        public Schema schemaById(int id) {
          if (id == 2) {
            throw new UnknownSchemaException("no such schema");
          }
          if (id != 1) {
            throw new RegistryUnavailableException("away");
          }
          return TEXT;
        }
      };

  @Test
  void shouldCountWhatIsNotAnswered_andNothingElse() {
    try (Metrics metrics = new Metrics()) {
      CountedRegistry registry = new CountedRegistry(FRAIL, metrics);
      assertThat(registry.schemaById(1)).isEqualTo(TEXT);
      assertThatThrownBy(() -> registry.schemaById(2)).isInstanceOf(UnknownSchemaException.class);
      assertThat(metrics.registry().scrape()).contains("riskbudget_registry_failures_total 0.0");

      assertThatThrownBy(() -> registry.schemaById(3))
          .isInstanceOf(RegistryUnavailableException.class);
      assertThatThrownBy(() -> registry.register("t-value", TEXT))
          .isInstanceOf(RegistryUnavailableException.class);
      assertThat(metrics.registry().scrape()).contains("riskbudget_registry_failures_total 2.0");
    }
  }
}
