package com.alphapulse.riskbudget.api.live;

import com.alphapulse.riskbudget.api.view.ViewEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Passes events on to listeners, each with a bounded queue of its own, so that a slow one holds up
 * neither the reading of the topics nor the others. A full queue drops its oldest event, and tells
 * how many it dropped. Whoever lets listeners in bounds their number. Safe for use by many threads.
 */
public final class EventHub implements AutoCloseable {
  /** Events that wait for one listener. */
  static final int QUEUED_PER_LISTENER = 1_000;

  /** Events handed over at once. */
  static final int BATCH = 200;

  /**
   * Events for a listener.
   *
   * @param skipped events dropped since the last batch
   */
  record Batch(List<ViewEvent> events, long skipped) {}

  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private final Runnable onSkipped;
  private volatile boolean closed;

  /**
   * @param onSkipped called for every event that a listener does not get
   */
  public EventHub(Runnable onSkipped) {
    this.onSkipped = onSkipped;
  }

  /** Tells every listener that it concerns; never blocks. */
  public void publish(ViewEvent event) {
    for (Subscription subscription : subscriptions) {
      subscription.offer(event);
    }
  }

  /**
   * Adds a listener.
   *
   * @param wanted events that it is told of
   * @return empty if the hub is closed
   */
  Optional<Subscription> subscribe(Predicate<ViewEvent> wanted) {
    Subscription subscription = new Subscription(wanted);
    subscriptions.add(subscription);
    if (closed) {
      // Closed in between: the loop in close may have missed it.
      subscription.close();
      return Optional.empty();
    }
    return Optional.of(subscription);
  }

  /** Ends every listener. */
  @Override
  public void close() {
    closed = true;
    subscriptions.forEach(Subscription::close);
  }

  /** One listener. */
  final class Subscription implements AutoCloseable {
    private final Predicate<ViewEvent> wanted;
    private final Deque<ViewEvent> queue = new ArrayDeque<>();
    private long skipped;
    private boolean ended;

    private Subscription(Predicate<ViewEvent> wanted) {
      this.wanted = wanted;
    }

    private synchronized void offer(ViewEvent event) {
      if (ended || !wanted.test(event)) {
        return;
      }
      if (queue.size() == QUEUED_PER_LISTENER) {
        queue.removeFirst();
        skipped++;
        onSkipped.run();
      }
      queue.addLast(event);
      notifyAll();
    }

    /**
     * Waits for events.
     *
     * @return those there are, at most {@value EventHub#BATCH}; none after the time has passed;
     *     empty once the listener has ended
     */
    synchronized Optional<Batch> next(long timeoutMillis) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
      while (!ended && queue.isEmpty()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          break;
        }
        wait(left);
      }
      if (ended) {
        return Optional.empty();
      }
      List<ViewEvent> events = new ArrayList<>();
      while (!queue.isEmpty() && events.size() < BATCH) {
        events.add(queue.removeFirst());
      }
      Batch batch = new Batch(events, skipped);
      skipped = 0;
      return Optional.of(batch);
    }

    @Override
    public void close() {
      synchronized (this) {
        if (ended) {
          return;
        }
        ended = true;
        queue.clear();
        notifyAll();
      }
      subscriptions.remove(this);
    }
  }
}
