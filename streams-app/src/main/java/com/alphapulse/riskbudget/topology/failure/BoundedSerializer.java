package com.alphapulse.riskbudget.topology.failure;

import com.alphapulse.riskbudget.topology.kafka.Topics;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Sees before a producer does that a record is larger than its topic takes: what a producer refuses
 * fails with the transaction, and nobody can tell any more what it belonged to.
 */
public final class BoundedSerializer<T> implements Serializer<T> {
  /** What key, headers and batch take beside the value, generously. */
  private static final int OVERHEAD = 4 * 1024;

  private final Serializer<T> serializer;
  private final int allowed;
  private final boolean mayBeLeftOut;

  private BoundedSerializer(Serializer<T> serializer, int allowed, boolean mayBeLeftOut) {
    this.serializer = serializer;
    this.allowed = allowed;
    this.mayBeLeftOut = mayBeLeftOut;
  }

  /**
   * A serializer of the values of a topic.
   *
   * @param mayBeLeftOut whether a stage may go on without a record that is too large
   */
  public static <T> Serializer<T> of(Topics topic, Serializer<T> serializer, boolean mayBeLeftOut) {
    return new BoundedSerializer<>(serializer, topic.maxMessageBytes() - OVERHEAD, mayBeLeftOut);
  }

  @Override
  public byte[] serialize(String topic, T data) {
    byte[] bytes = serializer.serialize(topic, data);
    if (bytes != null && bytes.length > allowed) {
      throw new TooLargeException(topic, bytes.length, allowed, mayBeLeftOut);
    }
    return bytes;
  }

  @Override
  public void close() {
    serializer.close();
  }
}
