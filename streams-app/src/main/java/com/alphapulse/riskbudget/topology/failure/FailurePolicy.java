package com.alphapulse.riskbudget.topology.failure;

import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an application when a stream thread fails. The thread is replaced and what it had
 * not committed is read again. A failure that was noted as one of a record ends by itself, since
 * the record is set aside ({@link FailedRecords}), and an unreachable registry may come back, so
 * for those it tries on. When threads fail for other reasons time and again, nothing makes it
 * better, and the application stops where operators see it.
 */
public final class FailurePolicy implements StreamsUncaughtExceptionHandler {
  /** Failures that are no record's, within {@link #PERIOD}, that are too many. */
  static final int TOO_MANY = 5;

  static final Duration PERIOD = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(FailurePolicy.class);

  private final String application;
  private final FailedRecords failed;
  private final InstantSource clock;
  private final Deque<Instant> failures = new ArrayDeque<>();

  public FailurePolicy(String application, FailedRecords failed, InstantSource clock) {
    this.application = application;
    this.failed = failed;
    this.clock = clock;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
    if (RegistryUnavailableException.isCauseOf(exception)) {
      log.error("{}: the schema registry cannot be reached; trying again", application, exception);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    if (failed.isCounted(exception)) {
      log.error("{}: a stream thread has failed at a record and is replaced", application);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    Instant now = clock.instant();
    failures.addLast(now);
    while (failures.peekFirst().isBefore(now.minus(PERIOD))) {
      failures.removeFirst();
    }
    if (failures.size() >= TOO_MANY) {
      log.error("{}: {} failures in {}; it stops", application, failures.size(), PERIOD, exception);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    log.error(
        "{}: a stream thread has failed and is replaced; what it had not committed is read again",
        application,
        exception);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
