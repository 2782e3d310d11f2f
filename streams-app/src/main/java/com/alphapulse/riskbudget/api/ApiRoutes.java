package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.http.Parameters;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.live.EventStream;
import com.alphapulse.riskbudget.api.view.OverrideLog;
import com.alphapulse.riskbudget.api.view.Page;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.Readiness;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.api.view.Selection;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The routes under {@value #BASE}. */
final class ApiRoutes {
  static final String BASE = "/api/v1/risk-budget";

  private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);
  private static final Set<String> NEEDS_NO_VIEW = Set.of(BASE + "/events", BASE + "/whoami");
  private static final Set<String> SELECTION = Set.of(Parameters.PORTFOLIO);
  private static final Set<String> LIST = Parameters.LIST;
  private static final Set<String> UTILIZATION = Parameters.listWith("scope", "scopeId");
  private static final Set<String> OVERRIDES = Parameters.listWith("status");

  private final ReadModel model;
  private final Readiness readiness;
  private final EventStream events;
  private final RegimeRoute regimes;
  private final Supplier<Instant> now;
  private final InstantSource serverTime = InstantSource.system();

  ApiRoutes(
      ReadModel model,
      Readiness readiness,
      EventStream events,
      RegimeRoute regimes,
      Supplier<Instant> now) {
    this.model = model;
    this.readiness = readiness;
    this.events = events;
    this.regimes = regimes;
    this.now = now;
  }

  void addTo(JavalinDefaultRoutingApi routes) {
    routes.before(BASE + "/*", this::requireCurrentView);
    routes.get(BASE + "/current", this::current);
    routes.get(BASE + "/utilization", this::utilization);
    routes.get(BASE + "/history", this::history);
    routes.get(BASE + "/recommendations", this::recommendations);
    routes.get(BASE + "/alerts", this::alerts);
    routes.get(BASE + "/orders", this::orders);
    routes.get(BASE + "/orders/{id}", this::order);
    routes.get(BASE + "/overrides", this::overrides);
    routes.get(BASE + "/regime/{type}", regimes::answer);
    routes.get(BASE + "/events", events::serve);
  }

  /**
   * An old view must not pass for the present one. Whoever streams events sees by them that it is
   * old, and commands see to it themselves: a HALT works whatever is known.
   */
  private void requireCurrentView(Context context) {
    if (READING.contains(context.method())
        && !NEEDS_NO_VIEW.contains(context.path())
        && !readiness.viewCurrent().getAsBoolean()) {
      throw Problem.notCurrent();
    }
  }

  private void current(Context context) {
    Parameters.allow(context, SELECTION);
    answer(context, model.current(selection(context), now.get(), serverTime.instant()));
  }

  private void utilization(Context context) {
    Parameters.allow(context, UTILIZATION);
    Optional<OverrideScope> scope = Parameters.choice(context, "scope", OverrideScope.class);
    Optional<String> scopeId = Optional.ofNullable(context.queryParam("scopeId"));
    Page<RiskUtilization> rows =
        model.utilization(
            selection(context),
            Parameters.span(context),
            row ->
                scope.filter(wanted -> wanted != row.getScope()).isEmpty()
                    && scopeId.filter(wanted -> !wanted.equals(row.getScopeId())).isEmpty());
    answer(context, rows.toJson(RecordJson::of));
  }

  private void history(Context context) {
    Parameters.allow(context, LIST);
    answer(
        context,
        model.history(selection(context), Parameters.span(context)).toJson(RecordJson::of));
  }

  private void recommendations(Context context) {
    Parameters.allow(context, LIST);
    answer(
        context,
        model.recommendations(selection(context), Parameters.span(context)).toJson(RecordJson::of));
  }

  private void alerts(Context context) {
    Parameters.allow(context, LIST);
    answer(
        context, model.alerts(selection(context), Parameters.span(context)).toJson(RecordJson::of));
  }

  private void orders(Context context) {
    Parameters.allow(context, OrderFilter.PARAMETERS);
    answer(
        context,
        model
            .decisions(selection(context), Parameters.span(context), OrderFilter.of(context))
            .toJson(RecordJson::of));
  }

  /** The portfolio that is asked for, or all that the caller may see. */
  private Selection selection(Context context) {
    Caller caller = Caller.of(context);
    Optional<String> portfolio = Parameters.portfolio(context, model);
    portfolio.ifPresent(caller::requireMaySee);
    return new Selection(portfolio, caller::maySee);
  }

  private void order(Context context) {
    Parameters.allow(context, SELECTION);
    Selection selection = selection(context);
    String orderId = context.pathParam("id");
    List<OrderDecision> decisions =
        model.decisionsOn(orderId).stream()
            .filter(decision -> selection.includes(decision.getIntent().getPortfolioId()))
            .toList();
    if (decisions.isEmpty()) {
      throw Problem.of(
          HttpStatus.NOT_FOUND,
          "no decision on order '"
              + orderId
              + "' among the last ones; older ones are in the topics");
    }
    if (decisions.size() > 1) {
      throw Problem.badRequest(
          Parameters.PORTFOLIO, "is required: several portfolios have an order of this id");
    }
    answer(context, RecordJson.of(decisions.get(0)));
  }

  private void overrides(Context context) {
    Parameters.allow(context, OVERRIDES);
    Optional<OverrideLog.Status> status =
        Parameters.choice(context, "status", OverrideLog.Status.class);
    Instant at = now.get();
    Page<OverrideLog.Entry> page =
        model.overrides(
            selection(context),
            Parameters.span(context),
            entry -> status.filter(wanted -> wanted != entry.status(at)).isEmpty());
    answer(context, page.toJson(entry -> model.toJson(entry, at)));
  }

  private static void answer(Context context, JsonNode body) {
    context.contentType("application/json").result(RecordJson.text(body));
  }
}
