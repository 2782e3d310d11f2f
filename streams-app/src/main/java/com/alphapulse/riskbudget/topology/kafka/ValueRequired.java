package com.alphapulse.riskbudget.topology.kafka;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Refuses tombstones where they mean nothing, so that they are dead letters and not silence. */
public final class ValueRequired<T> implements Deserializer<T> {
  private final Deserializer<T> deserializer;

  public ValueRequired(Deserializer<T> deserializer) {
    this.deserializer = deserializer;
  }

  @Override
  public T deserialize(String topic, byte[] data) {
    if (data == null) {
      throw new SerializationException(
          "record of topic " + topic + " has no value, which means nothing there");
    }
    return deserializer.deserialize(topic, data);
  }

  @Override
  public void close() {
    deserializer.close();
  }
}
