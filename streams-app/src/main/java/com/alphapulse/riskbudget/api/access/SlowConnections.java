package com.alphapulse.riskbudget.api.access;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that trickle: a few bytes at a time, so that they are never idle, and never a
 * whole request. It looks at all of them every {@link #WINDOW}; who twice running began no request
 * and sent less than {@value #MIN_BYTES} bytes, but some, is closed, and so is who began none at
 * all. Readers of events send nothing and stay.
 */
final class SlowConnections extends AbstractLifeCycle implements Connection.Listener {
  static final Duration WINDOW = Duration.ofSeconds(5);

  /** Of a request, in one window: 200 bytes per second. */
  static final int MIN_BYTES = 1_000;

  private static final int ALLOWED_WINDOWS = 2;

  private static final class Seen {
    private long bytes;
    private long requests;
    private int slowWindows;
  }

  private final Scheduler scheduler;
  private final Map<Connection, Seen> connections = new ConcurrentHashMap<>();
  private volatile Scheduler.Task next;

  SlowConnections(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  protected void doStart() {
    schedule();
  }

  @Override
  protected void doStop() {
    next.cancel();
  }

  @Override
  public void onOpened(Connection connection) {
    // Below TLS there are bytes, but no requests to tell slow ones from busy ones.
    if (connection instanceof HttpConnection) {
      connections.put(connection, new Seen());
    }
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  private void schedule() {
    next = scheduler.schedule(this::look, WINDOW.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    connections.forEach(
        (connection, seen) -> {
          if (isSlow(connection, seen)) {
            connection.close();
          }
        });
    if (isRunning()) {
      schedule();
    }
  }

  private static boolean isSlow(Connection connection, Seen seen) {
    long requests = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    long sent = bytes - seen.bytes;
    boolean slow = requests == seen.requests && sent < MIN_BYTES && (sent > 0 || requests == 0);
    seen.slowWindows = slow ? seen.slowWindows + 1 : 0;
    seen.bytes = bytes;
    seen.requests = requests;
    return seen.slowWindows >= ALLOWED_WINDOWS;
  }
}
