package com.alphapulse.riskbudget.topology.wire;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.RegistrySettings;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** The serde of each record type: the built-in one, or the one that the configuration names. */
public final class RecordSerdes {
  private final SchemaRegistry registry;
  private final RegistrySettings settings;

  public RecordSerdes(SchemaRegistry registry, RegistrySettings settings) {
    this.registry = registry;
    this.settings = settings;
  }

  /** The serde for values of a type. */
  public <T extends SpecificRecord> Serde<T> of(Class<T> type) {
    return settings.serdeClass().isEmpty() ? AvroSerde.of(type, registry) : configured();
  }

  /** Writes decisions that were encoded already. */
  public Serializer<EncodedDecision> decisions() {
    return settings.serdeClass().isEmpty()
        ? EncodedDecision.framed(AvroSerde.of(OrderDecision.class, registry))
        : EncodedDecision.by(of(OrderDecision.class).serializer());
  }

  /** The same, for a stream of several types. */
  public Serde<SpecificRecord> as(Class<? extends SpecificRecord> type) {
    Serde<? extends SpecificRecord> serde = of(type);
    return new Widened(serde);
  }

  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // A configured serde is trusted to give what its topic holds.
  private <T extends SpecificRecord> Serde<T> configured() {
    Map<String, Object> properties = new HashMap<>(settings.properties());
    properties.put("schema.registry.url", settings.url());
    properties.put("specific.avro.reader", true);
    try {
      Serde<T> serde =
          Class.forName(settings.serdeClass())
              .asSubclass(Serde.class)
              .getDeclaredConstructor()
              .newInstance();
      serde.configure(properties, false);
      return serde;
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new ConfigurationException(
          "schema_registry.serde_class",
          List.of(settings.serdeClass() + " cannot be used as a Kafka Serde: " + e));
    }
  }

  /** A serde of one record type, used where several types share a stream. */
  private static final class Widened implements Serde<SpecificRecord> {
    private final Serde<? extends SpecificRecord> serde;

    private Widened(Serde<? extends SpecificRecord> serde) {
      this.serde = serde;
    }

    @Override
    @SuppressWarnings("unchecked") // Only values of the serde's own type reach its topic.
    public Serializer<SpecificRecord> serializer() {
      return (Serializer<SpecificRecord>) serde.serializer();
    }

    @Override
    public Deserializer<SpecificRecord> deserializer() {
      Deserializer<? extends SpecificRecord> deserializer = serde.deserializer();
      return deserializer::deserialize;
    }

    @Override
    public void close() {
      serde.close();
    }
  }
}
