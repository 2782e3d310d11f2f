package com.alphapulse.riskbudget.topology.failure;

import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** What lies behind an exception. */
final class Causes {
  /** More than any real chain of causes; ends one that runs in a circle. */
  private static final int DEPTH = 32;

  /** What a broker refuses for the record's own sake. */
  private static final Set<Class<?>> OF_THE_RECORD =
      Set.of(RecordTooLargeException.class, InvalidTimestampException.class);

  private static final int MAX_MESSAGE = 500;

  private Causes() {}

  /** An exception and all that caused it, outermost first. */
  static Stream<Throwable> of(Throwable exception) {
    return Stream.iterate(exception, e -> e != null, Throwable::getCause).limit(DEPTH);
  }

  /** Kind and message of the innermost cause, cut to a length that fits a header. */
  static String message(Throwable exception) {
    Throwable cause = of(exception).reduce((outer, inner) -> inner).orElse(exception);
    String message = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
  }

  /**
   * Whether it is the cluster's doing and not the record's at hand: sending is asynchronous, so
   * what a client reports while one record is processed may be about another.
   */
  static boolean isOfTheCluster(Throwable exception) {
    return of(exception)
        .anyMatch(
            e ->
                (e instanceof ApiException && !OF_THE_RECORD.contains(e.getClass()))
                    || e instanceof InterruptException);
  }
}
