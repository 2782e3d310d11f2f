package com.alphapulse.riskbudget.api.command;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.http.Parameters;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.http.RequestBody;
import com.alphapulse.riskbudget.api.view.OverrideLog;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.RebalanceObjection;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.OverrideSettings;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RegimeParameters;
import com.alphapulse.riskbudget.domain.override.OverrideRules;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The routes that command: overrides, their end, their approval and what they would do; a
 * rebalance. What they write is on {@code risk-override}; an answer tells the effect where the
 * request waits for it.
 */
public final class OverrideRoutes {
  /** Longest wait for an effect: below the time after which the server ends an idle connection. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** Wait for the budget of a forced rebalance. */
  static final Duration REBALANCE_WAIT = Duration.ofSeconds(10);

  private static final String WAIT = "wait";

  private final ReadModel model;
  private final BooleanSupplier viewCurrent;
  private final OverrideRequests requests;
  private final Preview preview;
  private final Dispatch dispatch;
  private final Supplier<Instant> now;

  /**
   * What commands are given with.
   *
   * @param regimes what each regime allows, as configured
   * @param partitions of the gate
   * @param effects told of every record that the view reads
   */
  public record Parts(
      CommandWriter writer,
      Effects effects,
      OverrideSettings settings,
      Map<Regime, RegimeParameters> regimes,
      int partitions) {}

  /**
   * @param viewCurrent whether the model can be relied on
   * @param now event time
   * @param newId makes an identifier that was never used
   */
  public OverrideRoutes(
      ReadModel model,
      BooleanSupplier viewCurrent,
      Parts parts,
      Supplier<Instant> now,
      Supplier<String> newId) {
    this.model = model;
    this.viewCurrent = viewCurrent;
    this.now = now;
    requests = new OverrideRequests(model, viewCurrent, parts.settings(), now, newId);
    preview = new Preview(model, parts.regimes(), parts.settings().approvalAbove(), now);
    dispatch = new Dispatch(model, parts);
  }

  /** Adds them under a path. */
  public void addTo(JavalinDefaultRoutingApi routes, String base) {
    routes.post(base + "/overrides", this::putInForce);
    routes.post(base + "/overrides/preview", this::preview);
    routes.post(base + "/overrides/{id}/approve", this::approve);
    routes.delete(base + "/overrides/{id}", this::withdraw);
    routes.post(base + "/rebalance", this::rebalance);
  }

  private void putInForce(Context context) {
    Parameters.allow(context, Set.of(WAIT));
    Optional<Duration> wait = wait(context);
    Caller caller = Caller.of(context);
    OverrideRequests.Asked asked = requests.override(RequestBody.parse(context), caller);
    RiskOverride override = asked.override();
    Optional<OverrideLog.Entry> known = model.override(override.getOverrideId());
    ObjectNode extra = RecordJson.object();
    if (!asked.warnings().isEmpty()) {
      asked.warnings().forEach(extra.putArray("warnings")::add);
    }
    if (override.getAction() == OverrideAction.RESUME) {
      extra.set("remaining", Remaining.after(override, model, caller, now.get()));
    }
    if (known.isPresent()) {
      repeat(context, known.get(), override, wait);
      return;
    }
    override.setNeedsApproval(caller.authenticated() && preview.needsTwo(override));
    dispatch.send(context, override, extra, wait);
  }

  /** The same once more changes nothing, and is answered as the first one is by now. */
  private void repeat(
      Context context, OverrideLog.Entry known, RiskOverride override, Optional<Duration> wait) {
    if (!Rivals.isSame(known.override(), override)) {
      throw Problem.of(
          HttpStatus.CONFLICT,
          "override '"
              + override.getOverrideId()
              + "' is there already, and commands something else; see /overrides");
    }
    dispatch.repeat(context, known.override(), known.status(now.get()), wait);
  }

  private void preview(Context context) {
    Parameters.allow(context, Set.of());
    requireCurrentView();
    Caller caller = Caller.of(context);
    RiskOverride override = requests.override(RequestBody.parse(context), caller).override();
    Dispatch.answer(
        context, preview.toJson(override, caller.authenticated() && preview.needsTwo(override)));
  }

  private void withdraw(Context context) {
    Parameters.allow(context, Set.of("author", "reason", WAIT));
    Optional<Duration> wait = wait(context);
    requireCurrentView();
    Caller caller = Caller.of(context);
    OverrideLog.Entry entry = entry(context, caller);
    RiskOverride end =
        requests.withdraw(
            entry.override(), caller, context.queryParam("author"), context.queryParam("reason"));
    OverrideLog.Status status = entry.status(now.get());
    boolean isProposal = status == OverrideLog.Status.PROPOSED;
    if (status != OverrideLog.Status.IN_FORCE && !isProposal) {
      throw Problem.of(
          HttpStatus.CONFLICT,
          "override '" + end.getOverrideId() + "' is not in force: it is " + status);
    }
    // Whoever may command may also refuse a proposal: nothing is let through by it.
    end.setNeedsApproval(caller.authenticated() && !isProposal);
    dispatch.send(context, end, RecordJson.object(), wait);
  }

  private void approve(Context context) {
    Parameters.allow(context, Set.of(WAIT));
    Optional<Duration> wait = wait(context);
    requireCurrentView();
    Caller caller = Caller.of(context);
    OverrideLog.Entry entry = entry(context, caller);
    if (!caller.authenticated()) {
      throw Problem.of(
          HttpStatus.FORBIDDEN,
          "without configured credentials nobody is known to be another person");
    }
    RiskOverride proposal =
        entry
            .proposal(now.get())
            .orElseThrow(
                () ->
                    Problem.of(
                        HttpStatus.CONFLICT,
                        "override '%s' waits for no approval: it is %s"
                            .formatted(entry.override().getOverrideId(), entry.status(now.get()))));
    if (OverrideRules.approvalProblem(proposal.getAuthor(), caller.name()).isPresent()) {
      throw Problem.of(HttpStatus.FORBIDDEN, "another person than its author has to approve it");
    }
    ObjectNode extra = RecordJson.object();
    if (proposal.getAction() == OverrideAction.RESUME) {
      extra.set("remaining", Remaining.after(proposal, model, caller, now.get()));
    }
    dispatch.send(context, requests.approval(proposal, caller), extra, wait);
  }

  private void rebalance(Context context) {
    Parameters.allow(context, Set.of());
    requireCurrentView();
    Caller caller = Caller.of(context);
    RequestBody body = new RequestBody(RequestBody.parse(context));
    boolean force = body.flag("force");
    RiskOverride override = requests.rebalance(body, caller);
    Optional<RebalanceObjection> objection = model.whyNoTrades(override.getPortfolioId());
    ObjectNode extra =
        RecordJson.object()
            .put("tradesProposed", objection.isEmpty())
            .put("why", objection.map(RebalanceObjection::why).orElse(null));
    dispatch.send(context, override, extra, force ? Optional.of(REBALANCE_WAIT) : Optional.empty());
  }

  private OverrideLog.Entry entry(Context context, Caller caller) {
    String id = context.pathParam("id");
    OverrideLog.Entry entry =
        model
            .override(id)
            .filter(known -> caller.maySee(known.override().getPortfolioId()))
            .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "unknown override '" + id + "'"));
    caller.requireMayCommand(entry.override().getPortfolioId());
    return entry;
  }

  /** An old view must not pass for the present one. */
  private void requireCurrentView() {
    if (!viewCurrent.getAsBoolean()) {
      throw Problem.notCurrent();
    }
  }

  private static Optional<Duration> wait(Context context) {
    Optional<Duration> wait =
        Optional.ofNullable(context.queryParam(WAIT)).map(text -> Parameters.duration(WAIT, text));
    if (wait.isPresent() && wait.get().compareTo(LONGEST_WAIT) > 0) {
      throw Problem.badRequest(WAIT, "must be at most " + LONGEST_WAIT);
    }
    return wait;
  }
}
