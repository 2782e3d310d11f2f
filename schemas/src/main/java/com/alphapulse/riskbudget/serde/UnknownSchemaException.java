package com.alphapulse.riskbudget.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry answered, and there is no Avro schema that could read the record.
 *
 * <p>The fault is the record's: it stays unreadable however often it is tried.
 */
public final class UnknownSchemaException extends SerializationException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception with what was asked for and what was found instead. */
  public UnknownSchemaException(String message) {
    super(message);
  }

  /** As {@link #UnknownSchemaException(String)}, with the cause. */
  public UnknownSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
