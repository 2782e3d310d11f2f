package com.alphapulse.riskbudget.topology.kafka;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;

/** Adds the sources of a sub-topology. */
public final class Sources {
  private final Topology topology;
  private final InstallationName installation;
  private final RecordSerdes serdes;

  private Sources(Topology topology, InstallationName installation, RecordSerdes serdes) {
    this.topology = topology;
    this.installation = installation;
    this.serdes = serdes;
  }

  public static Sources of(Topology topology, InstallationName installation, RecordSerdes serdes) {
    return new Sources(topology, installation, serdes);
  }

  /**
   * Adds one. Only a portfolio may be deleted; elsewhere a record without a value is unreadable.
   */
  public <T extends SpecificRecord> Sources add(String name, Topics topic, Class<T> type) {
    Deserializer<T> values = serdes.of(type).deserializer();
    topology.addSource(
        name,
        new StringDeserializer(),
        topic == Topics.PORTFOLIO ? values : new ValueRequired<>(values),
        topic.on(installation));
    return this;
  }
}
