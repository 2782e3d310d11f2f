package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.config.ApiLimits;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What each client takes: requests by a bucket that fills at the rate allowed and holds twice as
 * many, event streams by count. Clients seen longest ago are forgotten, which gives them a full
 * bucket. Safe for use by many threads.
 */
final class ClientLimits {
  /** Buckets kept at the same time. */
  static final int MAX_CLIENTS = 10_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private static final class Bucket {
    private double tokens;
    private long filledAt;
  }

  private final ApiLimits limits;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_CLIENTS;
        }
      };
  private final Map<String, Integer> streams = new HashMap<>();
  private int allStreams;

  ClientLimits(ApiLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /**
   * Counts a request.
   *
   * @throws Problem 429 if the client sends more than it may
   */
  synchronized void request(String client) {
    double most = 2.0 * limits.requestsPerSecond();
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.get(client);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = most;
      buckets.put(client, bucket);
    } else {
      double filled = (now - bucket.filledAt) / NANOS_PER_SECOND * limits.requestsPerSecond();
      bucket.tokens = Math.min(most, bucket.tokens + filled);
    }
    bucket.filledAt = now;
    if (bucket.tokens < 1) {
      throw tooMany("requests: at most " + limits.requestsPerSecond() + " per second");
    }
    bucket.tokens--;
  }

  /**
   * Takes a place for an event stream, to be given back by {@link #endStream}.
   *
   * @throws Problem 429 if the client has as many as it may, 503 if all clients together have
   */
  synchronized void startStream(String client) {
    if (streams.getOrDefault(client, 0) >= limits.eventStreamsPerClient()) {
      throw tooMany("event streams: at most " + limits.eventStreamsPerClient());
    }
    if (allStreams >= limits.eventStreams()) {
      throw Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE,
          "too many readers of events: at most " + limits.eventStreams());
    }
    allStreams++;
    streams.merge(client, 1, Integer::sum);
  }

  /** Gives the place of a stream back. */
  synchronized void endStream(String client) {
    allStreams--;
    streams.computeIfPresent(client, (name, count) -> count == 1 ? null : count - 1);
  }

  private static Problem tooMany(String what) {
    return Problem.of(HttpStatus.TOO_MANY_REQUESTS, "too many " + what + " for one client");
  }
}
