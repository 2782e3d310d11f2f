package com.alphapulse.riskbudget.api.live;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One reader of events: where it is in the ring, and what it is told next. It holds no events of
 * its own, so that one that does not read costs no memory but what was handed to its connection
 * last. For use by one thread.
 */
final class Reader {
  /** Longest silence. */
  static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Bytes handed over at once, but for what the last event has more. */
  static final int CHUNK = 65_536;

  /** Events taken from the ring at once. */
  private static final int BATCH = 500;

  /** What a browser waits before it connects again. */
  private static final byte[] RETRY = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);

  private final EventHub hub;
  private final Predicate<ViewEvent> wanted;
  private final Supplier<ObjectNode> status;
  private final Outlet outlet;
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream();
  private final boolean resumed;
  private long position;
  private Sampling sampling;
  private boolean started;
  private long statusAt;

  /**
   * @param wanted events that it is told of
   * @param lastId of the last event that it got, as it was sent; empty for a new reader, which
   *     starts with what comes from now on
   * @param status what {@code status} tells
   */
  Reader(
      EventHub hub,
      Predicate<ViewEvent> wanted,
      Optional<String> lastId,
      Supplier<ObjectNode> status,
      Outlet outlet) {
    this.hub = hub;
    this.wanted = wanted;
    this.status = status;
    this.outlet = outlet;
    Optional<EventId> from = lastId.flatMap(EventId::parse).filter(hub::canResume);
    resumed = lastId.isEmpty() || from.isPresent();
    position = from.map(EventId::sequence).orElseGet(hub::last);
    sampling = new Sampling(from.map(EventId::untold).orElse(Sampling.Count.NONE), 0);
  }

  Outlet outlet() {
    return outlet;
  }

  /** Hands over what is next, if all before has gone out. */
  void turn(long now) {
    if (!outlet.isReady()) {
      return;
    }
    begin(now);
    Optional<List<EventRing.Entry>> batch = next();
    while (batch.isPresent() && !batch.get().isEmpty() && chunk.size() < CHUNK) {
      for (EventRing.Entry entry : batch.get()) {
        if (chunk.size() < CHUNK) {
          tell(entry);
        }
      }
      batch = next();
    }
    if (batch.isPresent() && batch.get().isEmpty()) {
      tellSampled(now);
    }
    if (now - statusAt >= STATUS_NANOS) {
      statusAt = now;
      frame("status", status.get());
    }
    if (chunk.size() > 0) {
      outlet.write(chunk.toByteArray());
      chunk.reset();
    }
  }

  private void begin(long now) {
    if (started) {
      return;
    }
    started = true;
    statusAt = now;
    chunk.writeBytes(RETRY);
    if (!resumed) {
      frame("reset", RecordJson.object());
    }
    frame("status", status.get());
  }

  /** What comes next; empty where some of it has left the ring, which the reader is then told. */
  private Optional<List<EventRing.Entry>> next() {
    Optional<List<EventRing.Entry>> batch = hub.after(position, BATCH);
    if (batch.isEmpty()) {
      long last = hub.last();
      long skipped = last - position;
      hub.skipped(skipped);
      position = last;
      sampling = new Sampling(Sampling.Count.NONE, 0);
      frame("skipped", RecordJson.object().put("count", skipped));
    }
    return batch;
  }

  private void tell(EventRing.Entry entry) {
    ViewEvent event = entry.event();
    tellSampled(entry.publishedAt());
    position = entry.sequence();
    if (!wanted.test(event) || (event.type() == ViewEvent.Type.DECISION && !sampling.shows())) {
      return;
    }
    frame(event.type().name().toLowerCase(Locale.ROOT), event.data().get());
  }

  private void tellSampled(long now) {
    Sampling.Count before = sampling.over(now);
    if (!before.isComplete()) {
      frame(
          "sampled", RecordJson.object().put("shown", before.shown()).put("total", before.total()));
    }
  }

  private void frame(String event, ObjectNode data) {
    EventId id = new EventId(hub.life(), position, sampling.untold());
    // JSON text has no raw line break, so one data line holds it all.
    chunk.writeBytes(
        "id: %s\nevent: %s\ndata: %s\n\n"
            .formatted(id, event, RecordJson.text(data))
            .getBytes(StandardCharsets.UTF_8));
  }
}
