package com.alphapulse.riskbudget.serde;

import org.apache.kafka.common.KafkaException;

/**
 * The schema registry gave no usable answer: unreachable, overloaded, misconfigured, or it refused
 * the credentials or the schema.
 *
 * <p>Says nothing about the record at hand, which must not be dead-lettered: stop, or try again.
 * Deliberately not a {@code SerializationException}, since handlers treat those as bad records.
 */
public final class RegistryUnavailableException extends KafkaException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception with what was asked, of whom, and what came back. */
  public RegistryUnavailableException(String message) {
    super(message);
  }

  /** As {@link #RegistryUnavailableException(String)}, with the cause. */
  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Whether a failure, however wrapped, comes from the registry and not from the record.
   *
   * @param failure may be null, which is no failure
   */
  public static boolean isCauseOf(Throwable failure) {
    Throwable current = failure;
    // Bounded, because causes can be made to form a ring.
    for (int depth = 0; current != null && depth < 100; depth++) {
      if (current instanceof RegistryUnavailableException) {
        return true;
      }
      current = current.getCause();
    }
    return false;
  }
}
