package com.alphapulse.riskbudget.api.live;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.http.Parameters;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.Readiness;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /events}: server-sent events. Starts with {@code status}, repeated at least every
 * {@value #STATUS_INTERVAL_MILLIS} ms, so that both ends notice a lost connection. A reader that is
 * too slow gets {@code skipped} with a count and should read the current state again.
 */
public final class EventStream {
  /** Longest silence, in milliseconds. */
  static final long STATUS_INTERVAL_MILLIS = 5_000;

  /** Pause between two batches, in milliseconds; bounds what one reader costs. */
  private static final long PACE_MILLIS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private static final String TYPES = "types";
  private static final Set<String> PARAMETERS = Set.of(Parameters.PORTFOLIO, TYPES);

  private final EventHub hub;
  private final ReadModel model;
  private final Readiness readiness;

  public EventStream(EventHub hub, ReadModel model, Readiness readiness) {
    this.hub = hub;
    this.model = model;
    this.readiness = readiness;
  }

  /** Serves one reader, on the caller's thread, until either side ends it. */
  public void serve(Context context) {
    Parameters.allow(context, PARAMETERS);
    Optional<String> portfolio = Parameters.portfolio(context, model);
    Caller caller = Caller.of(context);
    portfolio.ifPresent(caller::requireMaySee);
    Set<ViewEvent.Type> types = types(context);
    EventHub.Subscription subscription =
        hub.subscribe(
                event ->
                    types.contains(event.type())
                        && caller.maySee(event.portfolioId().orElse(null))
                        && (portfolio.isEmpty() || event.concerns(portfolio.get())))
            .orElseThrow(
                () -> Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "the server is being stopped"));
    try (subscription) {
      stream(context, subscription);
    } catch (IOException e) {
      // The reader has gone: the usual end of a stream, and there is no one left to answer.
      LOG.debug("a reader of events has gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kinds of event that are asked for; all of them where none is. */
  private static Set<ViewEvent.Type> types(Context context) {
    String text = context.queryParam(TYPES);
    Set<ViewEvent.Type> types = EnumSet.noneOf(ViewEvent.Type.class);
    if (text == null) {
      return EnumSet.allOf(ViewEvent.Type.class);
    }
    for (String name : text.split(",", -1)) {
      types.add(
          Parameters.choice(TYPES, ViewEvent.Type.class, name.strip().toUpperCase(Locale.ROOT)));
    }
    return types;
  }

  private void stream(Context context, EventHub.Subscription subscription)
      throws IOException, InterruptedException {
    context.res().setStatus(HttpStatus.OK.getCode());
    context.res().setContentType("text/event-stream");
    context.res().setCharacterEncoding("UTF-8");
    context.res().setHeader(Header.X_ACCEL_BUFFERING, "no");
    ServletOutputStream out = context.res().getOutputStream();
    write(out, "status", readiness.toJson());
    context.res().flushBuffer();
    long lastStatus = System.nanoTime();
    Optional<EventHub.Batch> batch = subscription.next(STATUS_INTERVAL_MILLIS);
    while (batch.isPresent()) {
      if (batch.get().skipped() > 0) {
        write(out, "skipped", RecordJson.object().put("count", batch.get().skipped()));
      }
      for (ViewEvent event : batch.get().events()) {
        write(out, event.type().name().toLowerCase(Locale.ROOT), event.data().get());
      }
      if (System.nanoTime() - lastStatus >= STATUS_INTERVAL_MILLIS * 1_000_000) {
        write(out, "status", readiness.toJson());
        lastStatus = System.nanoTime();
      }
      context.res().flushBuffer();
      Thread.sleep(PACE_MILLIS);
      batch = subscription.next(STATUS_INTERVAL_MILLIS - PACE_MILLIS);
    }
  }

  private static void write(ServletOutputStream out, String event, ObjectNode data)
      throws IOException {
    // JSON text has no raw line break, so one data line holds it all.
    String frame = "event: " + event + "\ndata: " + RecordJson.text(data) + "\n\n";
    out.write(frame.getBytes(StandardCharsets.UTF_8));
  }
}
