package com.alphapulse.riskbudget.topology.failure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Records that the stages of an application failed at, and how often, while the process lives.
 *
 * <p>The first failure of a record may be anybody's, so its thread fails, the transaction is taken
 * back and the record is read again. A second one is the record's own: from then on it is set
 * aside, before it touches any state, and the stage goes on behind it. Safe for use by many
 * threads.
 */
public final class FailedRecords {
  /** Failures of one record after which it is set aside. */
  static final int SET_ASIDE_AFTER = 2;

  /** Records that are remembered, so that the memory is bounded; the oldest is forgotten. */
  static final int REMEMBERED = 1_000;

  private record Position(String topic, int partition, long offset) {}

  private record Failures(int count, String error) {}

  private final Map<Position, Failures> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Position, Failures> eldest) {
          return size() > REMEMBERED;
        }
      };

  private final Set<Throwable> counted = Collections.newSetFromMap(new WeakHashMap<>());

  /** Lets the usual case, in which no record ever failed, cost nothing. */
  private volatile boolean any;

  /** Notes a failure; how often this record has failed now. */
  synchronized int failed(String topic, int partition, long offset, Throwable failure) {
    any = true;
    counted.add(failure);
    return failures
        .merge(
            new Position(topic, partition, offset),
            new Failures(1, Causes.message(failure)),
            (before, now) -> new Failures(before.count() + 1, now.error()))
        .count();
  }

  /** Whether a failure of a thread was noted as one of a record. */
  synchronized boolean isCounted(Throwable failure) {
    return Causes.of(failure).anyMatch(counted::contains);
  }

  /** What a record failed with, if it must not be tried again. */
  Optional<String> setAside(RecordMetadata record) {
    return any ? setAside(record.topic(), record.partition(), record.offset()) : Optional.empty();
  }

  private synchronized Optional<String> setAside(String topic, int partition, long offset) {
    return Optional.ofNullable(failures.get(new Position(topic, partition, offset)))
        .filter(f -> f.count() >= SET_ASIDE_AFTER)
        .map(Failures::error);
  }
}
