package com.alphapulse.riskbudget.api.live;

import com.alphapulse.riskbudget.api.view.ViewEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events on to readers. The last events are kept once, in a ring, in which every reader has
 * its place; one thread hands each what is next whenever its connection has taken what came before.
 * So a slow reader holds up neither the reading of the topics nor the others, and costs a chunk of
 * bytes; whom the ring has overtaken is told to read the current state again. Whoever lets readers
 * in bounds their number. Safe for use by many threads.
 */
public final class EventHub implements AutoCloseable {
  /** Events kept. Most are kept by the views too, and shared with them. */
  static final int KEPT = 20_000;

  private static final long TURN_MILLIS = 100;
  private static final int BASE_36 = 36;
  private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

  private final String life =
      Long.toUnsignedString(UUID.randomUUID().getMostSignificantBits(), BASE_36);
  private final EventRing ring;
  private final Conflation conflation = new Conflation();
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private final LongConsumer onSkipped;
  private final ScheduledExecutorService turns =
      Executors.newSingleThreadScheduledExecutor(EventHub::thread);
  private volatile boolean closed;

  /**
   * @param onSkipped told of how many events have left the ring before a reader came to them
   */
  public EventHub(LongConsumer onSkipped) {
    this(onSkipped, KEPT);
  }

  EventHub(LongConsumer onSkipped, int kept) {
    this.onSkipped = onSkipped;
    ring = new EventRing(kept);
  }

  /** Begins to tell readers. */
  public void start() {
    var unused =
        turns.scheduleWithFixedDelay(
            () -> turn(System.nanoTime()), 0, TURN_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Takes in an event; never blocks. */
  public void publish(ViewEvent event) {
    publish(event, System.nanoTime());
  }

  void publish(ViewEvent event, long now) {
    synchronized (ring) {
      event
          .newestOf()
          .ifPresentOrElse(key -> conflation.add(key, event, now), () -> ring.append(event, now));
    }
  }

  /** Adds a reader; ends it where the hub is closed. */
  void add(Reader reader) {
    readers.add(reader);
    if (closed) {
      // Closed in between: the loop in close may have missed it.
      readers.remove(reader);
      reader.outlet().end();
    }
  }

  /** Moves events that were held back into the ring, and tells every reader what is next. */
  void turn(long now) {
    synchronized (ring) {
      conflation.due(now).forEach(event -> ring.append(event, now));
    }
    readers.removeIf(reader -> !serve(reader, now));
  }

  /** Tells one reader what is next; false where it has gone, or is sent away. */
  private static boolean serve(Reader reader, long now) {
    try {
      if (reader.outlet().isOpen()) {
        reader.turn(now);
        return true;
      }
    } catch (RuntimeException e) {
      // One that fails must not take the others' events from them.
      LOG.error("a reader of events is sent away", e);
      reader.outlet().end();
    }
    return false;
  }

  /** Ends every reader. */
  @Override
  public void close() {
    closed = true;
    turns.shutdown();
    readers.forEach(reader -> reader.outlet().end());
    readers.clear();
  }

  boolean isClosed() {
    return closed;
  }

  /** Tells this life of the process from others. */
  String life() {
    return life;
  }

  /** Number of the newest event. */
  long last() {
    synchronized (ring) {
      return ring.last();
    }
  }

  /** Whether nothing is lost to a reader that goes on from there. */
  boolean canResume(EventId from) {
    synchronized (ring) {
      return from.life().equals(life) && ring.holdsAllAfter(from.sequence());
    }
  }

  /** Events after a number; empty where some of them have left the ring. */
  Optional<List<EventRing.Entry>> after(long sequence, int most) {
    synchronized (ring) {
      return ring.holdsAllAfter(sequence)
          ? Optional.of(ring.after(sequence, most))
          : Optional.empty();
    }
  }

  void skipped(long events) {
    onSkipped.accept(events);
  }

  /** Readers at present. */
  int readers() {
    return readers.size();
  }

  private static Thread thread(Runnable turns) {
    Thread thread = new Thread(turns, "api-events");
    thread.setDaemon(true);
    return thread;
  }
}
