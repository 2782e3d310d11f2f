package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.topology.failure.BoundedSerializer;
import com.alphapulse.riskbudget.topology.kafka.Routing;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.EncodedDecision;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Adds the sinks of one node. */
public final class Sinks {
  private final Topology topology;
  private final InstallationName installation;
  private final RecordSerdes serdes;
  private final String parent;

  private Sinks(
      Topology topology, InstallationName installation, RecordSerdes serdes, String parent) {
    this.topology = topology;
    this.installation = installation;
    this.serdes = serdes;
    this.parent = parent;
  }

  public static Sinks of(
      Topology topology, InstallationName installation, RecordSerdes serdes, String parent) {
    return new Sinks(topology, installation, serdes, parent);
  }

  /** A sink whose records go to the partition of their key. */
  public <T extends SpecificRecord> Sinks byKey(String name, Topics topic, Class<T> type) {
    topology.addSink(
        name,
        topic.on(installation),
        new StringSerializer(),
        BoundedSerializer.of(topic, serdes.of(type).serializer(), true),
        (StreamPartitioner<String, T>) null,
        parent);
    return this;
  }

  /** A sink for decisions, whose records go to the partition of their key. */
  Sinks decisions(String name, Topics topic) {
    topology.addSink(
        name,
        topic.on(installation),
        new StringSerializer(),
        BoundedSerializer.of(topic, serdes.decisions(), false),
        (StreamPartitioner<String, EncodedDecision>) null,
        parent);
    return this;
  }

  /** A sink whose records go to every partition. */
  <T extends SpecificRecord> Sinks multicast(String name, Topics topic, Class<T> type) {
    return partitioned(name, topic, type, Routing.multicast());
  }

  /** A sink whose records go where {@code partitioner} sends them. */
  <T extends SpecificRecord> Sinks partitioned(
      String name, Topics topic, Class<T> type, StreamPartitioner<String, T> partitioner) {
    topology.addSink(
        name,
        topic.on(installation),
        new StringSerializer(),
        BoundedSerializer.of(topic, serdes.of(type).serializer(), true),
        partitioner,
        parent);
    return this;
  }
}
