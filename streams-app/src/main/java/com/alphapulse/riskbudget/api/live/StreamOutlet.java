package com.alphapulse.riskbudget.api.live;

import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of a reader of events. What is written waits for the connection on no thread: the
 * container calls {@link #onWritePossible} when there is room again, and {@link #onError} when the
 * reader has gone, or has read nothing for as long as a connection may be idle.
 */
final class StreamOutlet implements Outlet, WriteListener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamOutlet.class);

  private final ServletOutputStream out;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private byte[] waiting;
  private boolean unflushed;
  private boolean possible;

  private StreamOutlet(ServletOutputStream out) {
    this.out = out;
  }

  /**
   * Begins a stream as the answer to a request whose handling is asynchronous already.
   *
   * @throws IOException if there is no connection any more
   */
  static StreamOutlet open(HttpServletResponse response) throws IOException {
    response.setStatus(HttpStatus.OK.getCode());
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader(Header.X_ACCEL_BUFFERING, "no");
    StreamOutlet outlet = new StreamOutlet(response.getOutputStream());
    outlet.out.setWriteListener(outlet);
    return outlet;
  }

  /** Completes when the stream has ended, whoever ended it. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public boolean isOpen() {
    return !ended.isDone();
  }

  @Override
  public synchronized boolean isReady() {
    return isOpen() && possible && waiting == null && !unflushed;
  }

  @Override
  public synchronized void write(byte[] bytes) {
    waiting = bytes;
    goOn();
  }

  @Override
  public synchronized void onWritePossible() {
    possible = true;
    goOn();
  }

  @Override
  public void onError(Throwable failure) {
    // The reader has gone: the usual end of a stream, and there is no one left to answer.
    LOG.debug("a reader of events has gone", failure);
    end();
  }

  @Override
  public void end() {
    // Elsewhere, since whoever waits for it goes on to end the request.
    ended.completeAsync(() -> null);
  }

  /** Hands over as much as the connection takes without waiting; the container calls again. */
  private void goOn() {
    try {
      while (isOpen() && (waiting != null || unflushed) && possible) {
        possible = out.isReady();
        if (possible && waiting != null) {
          byte[] bytes = waiting;
          waiting = null;
          unflushed = true;
          out.write(bytes);
        } else if (possible) {
          unflushed = false;
          out.flush();
        }
      }
    } catch (IOException e) {
      onError(e);
    }
  }
}
