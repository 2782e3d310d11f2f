package com.alphapulse.riskbudget.topology.failure;

import org.apache.kafka.common.errors.SerializationException;

/** A record that is to be written is larger than its topic takes. */
final class TooLargeException extends SerializationException {
  private static final long serialVersionUID = 1L;

  private final boolean mayBeLeftOut;

  TooLargeException(String topic, int bytes, int allowed, boolean mayBeLeftOut) {
    super("%d bytes for topic %s, which takes %d".formatted(bytes, topic, allowed));
    this.mayBeLeftOut = mayBeLeftOut;
  }

  /** Whether the stage is safe without the record: not where it is somebody's decision. */
  boolean mayBeLeftOut() {
    return mayBeLeftOut;
  }
}
