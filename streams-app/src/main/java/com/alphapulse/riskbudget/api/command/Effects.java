package com.alphapulse.riskbudget.api.command;

import com.alphapulse.riskbudget.topology.wire.CausedBy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Those who wait for the effect of a command. It is told of every record that the view reads, so
 * that nobody polls; no thread waits. Safe for use by many threads.
 */
public final class Effects {
  /** Commands that are waited for at once; more are sent all the same, without waiting. */
  static final int MOST = 200;

  private final Semaphore places = new Semaphore(MOST);
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

  private record Waiting(Expectation expectation, CompletableFuture<Effect> effect) {}

  /**
   * Waits for what is expected. To be called before the command is written, so that nothing is
   * missed.
   *
   * @param longest after which the effect is {@link Effect.Unknown}
   * @return completes on a thread of the common pool; at once where too many wait
   */
  CompletableFuture<Effect> await(Expectation expectation, Duration longest) {
    if (!places.tryAcquire()) {
      return CompletableFuture.completedFuture(new Effect.Unknown());
    }
    CompletableFuture<Effect> effect = new CompletableFuture<>();
    Waiting one = new Waiting(expectation, effect);
    waiting.add(one);
    // The one that is handed out is the one that waits: whoever completes or cancels it ends both.
    var unused =
        effect
            .completeOnTimeout(new Effect.Unknown(), longest.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (known, failure) -> {
                  waiting.remove(one);
                  places.release();
                });
    return effect;
  }

  /** Takes in a record of the topics. */
  public void read(SpecificRecord record, Headers headers) {
    if (waiting.isEmpty()) {
      return;
    }
    Optional<String> answered = CausedBy.override(headers);
    for (Waiting one : waiting) {
      one.expectation()
          .take(record, answered)
          .filter(effect -> waiting.remove(one)) // What is known first counts.
          // Elsewhere, since an answer that is written slowly must not hold up the reading.
          .ifPresent(effect -> one.effect().completeAsync(() -> effect));
    }
  }

  /** How many are waited for. */
  int waiting() {
    return waiting.size();
  }
}
