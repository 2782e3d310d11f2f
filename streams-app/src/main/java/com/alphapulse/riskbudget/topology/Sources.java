package com.alphapulse.riskbudget.topology;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;

/** Adds the sources of a sub-topology. */
final class Sources {
  private final Topology topology;
  private final RecordSerdes serdes;

  private Sources(Topology topology, RecordSerdes serdes) {
    this.topology = topology;
    this.serdes = serdes;
  }

  static Sources of(Topology topology, RecordSerdes serdes) {
    return new Sources(topology, serdes);
  }

  <T extends SpecificRecord> Sources add(String name, Topics topic, Class<T> type) {
    topology.addSource(
        name, new StringDeserializer(), serdes.of(type).deserializer(), topic.topicName());
    return this;
  }
}
