package com.alphapulse.riskbudget.api.live;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.http.Parameters;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.Readiness;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * {@code GET /events}: server-sent events. Starts with {@code status}, repeated every five seconds,
 * so that both ends notice a lost connection. A reader that comes back with {@code Last-Event-ID}
 * goes on where it was; where that cannot be, {@code reset} tells it to read the current state
 * again, and so does {@code skipped} where it is too slow. Holds no thread.
 */
public final class EventStream {
  private static final String TYPES = "types";
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final Set<String> PARAMETERS = Set.of(Parameters.PORTFOLIO, TYPES);

  private final EventHub hub;
  private final ReadModel model;
  private final Readiness readiness;

  public EventStream(EventHub hub, ReadModel model, Readiness readiness) {
    this.hub = hub;
    this.model = model;
    this.readiness = readiness;
  }

  /**
   * Begins to serve a reader.
   *
   * @throws Problem 400 or 404 for parameters that are wrong, 503 while the server is being stopped
   */
  public void serve(Context context) {
    Parameters.allow(context, PARAMETERS);
    Predicate<ViewEvent> wanted = wanted(context);
    Optional<String> lastId = Optional.ofNullable(context.header(LAST_EVENT_ID));
    if (hub.isClosed()) {
      throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "the server is being stopped");
    }
    context.future(() -> stream(context, wanted, lastId));
  }

  private CompletableFuture<Void> stream(
      Context context, Predicate<ViewEvent> wanted, Optional<String> lastId) {
    try {
      StreamOutlet outlet = StreamOutlet.open(context.res());
      hub.add(new Reader(hub, wanted, lastId, readiness::toJson, outlet));
      return outlet.ended();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Events of the kinds and the portfolio asked for, as far as the caller may see them. */
  private Predicate<ViewEvent> wanted(Context context) {
    Optional<String> portfolio = Parameters.portfolio(context, model);
    Caller caller = Caller.of(context);
    portfolio.ifPresent(caller::requireMaySee);
    Set<ViewEvent.Type> types = types(context);
    return event ->
        types.contains(event.type())
            && caller.maySee(event.portfolioId().orElse(null))
            && (portfolio.isEmpty() || event.concerns(portfolio.get()));
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
}
