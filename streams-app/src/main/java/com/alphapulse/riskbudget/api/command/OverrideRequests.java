package com.alphapulse.riskbudget.api.command;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.http.Parameters;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.http.RequestBody;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.RebalanceObjection;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.OverrideSettings;
import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.domain.override.OverrideRules;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Turns requests into the records of {@code risk-override}, and refuses what would have no effect
 * or another one than meant: a misspelt strategy, a cap without a value, a field that the action
 * does not use.
 */
public final class OverrideRequests {
  /**
   * Actions that {@code POST /overrides} takes, besides REBALANCE and WITHDRAW by their own routes.
   */
  private static final Set<OverrideAction> ACTIONS =
      EnumSet.complementOf(
          EnumSet.of(OverrideAction.UNKNOWN, OverrideAction.WITHDRAW, OverrideAction.REBALANCE));

  /** What an operator must end, and what is over when it is done. */
  private static final Set<OverrideAction> WITHOUT_EXPIRY =
      EnumSet.of(
          OverrideAction.HALT,
          OverrideAction.REDUCE_ONLY,
          OverrideAction.RESUME,
          OverrideAction.RELEASE_RESERVATION);

  private static final Set<Regime> REGIMES = EnumSet.complementOf(EnumSet.of(Regime.UNKNOWN));

  /** Added to a name that nobody has checked. */
  private static final String UNAUTHENTICATED = " (unauthenticated)";

  /** Scale of decimals in the schema. */
  private static final int SCALE = 8;

  /** Digits of decimals in the schema. */
  private static final int PRECISION = 38;

  private final ReadModel model;
  private final BooleanSupplier viewCurrent;
  private final OverrideSettings settings;
  private final Supplier<Instant> now;
  private final Supplier<String> newId;

  /**
   * A request that was understood.
   *
   * @param warnings what could not be checked, in sentences
   */
  public record Asked(RiskOverride override, List<String> warnings) {}

  /**
   * @param viewCurrent whether the model can be relied on
   * @param now event time
   * @param newId makes an identifier that was never used
   */
  public OverrideRequests(
      ReadModel model,
      BooleanSupplier viewCurrent,
      OverrideSettings settings,
      Supplier<Instant> now,
      Supplier<String> newId) {
    this.model = model;
    this.viewCurrent = viewCurrent;
    this.settings = settings;
    this.now = now;
    this.newId = newId;
  }

  /**
   * An override as asked for. What stops orders is taken while the view is not current; what needs
   * the view to be checked is then told as a warning.
   *
   * @throws Problem 400 with everything that is wrong, 403 or 404 where the caller may not command
   *     the portfolio, 404 for an unknown portfolio, 503 for what does not stop orders while the
   *     view is not current
   */
  public Asked override(JsonNode json, Caller caller) {
    RequestBody body = new RequestBody(json);
    Instant at = millis(now.get());
    RiskOverride override = new RiskOverride();
    override.setOverrideId(body.optionalText("overrideId").orElseGet(newId));
    override.setPortfolioId(portfolio(body));
    override.setScope(body.choice("scope", OverrideScope.class, Set.of(OverrideScope.values())));
    override.setScopeId(body.optionalText("scopeId").orElse(null));
    override.setAction(body.choice("action", OverrideAction.class, ACTIONS));
    override.setValue(body.decimal("value", SCALE, PRECISION));
    override.setRegime(body.optionalChoice("regime", Regime.class, REGIMES));
    override.setOrderId(body.optionalText("orderId").orElse(null));
    override.setCancelOpenOrders(body.flag("cancelOpenOrders"));
    override.setAuthor(author(body, caller));
    override.setReason(body.text("reason"));
    override.setCreatedAt(at);
    override.setExpiresAt(expiry(body, at, override.getAction()));
    body.refuseOthers();
    body.throwIfInvalid();
    caller.requireMayCommand(override.getPortfolioId());
    List<String> warnings = requireView(override);
    body.require(
        Identifiers.isUsable(override.getOverrideId()),
        "overrideId",
        "must have at most " + Identifiers.MAX_LENGTH + " characters");
    checkScope(body, override, viewCurrent.getAsBoolean());
    checkFields(body, override);
    body.throwIfInvalid();
    return new Asked(override, warnings);
  }

  /**
   * A request to compute the budget of a portfolio again, with a recommendation.
   *
   * @throws Problem 400 with everything that is wrong, 403 or 404 where the caller may not command
   *     the portfolio, 404 for an unknown portfolio, 409 where neither a budget nor a
   *     recommendation can come of it now
   */
  public RiskOverride rebalance(RequestBody body, Caller caller) {
    String portfolio = portfolio(body);
    RiskOverride override = command(portfolio, newId.get(), OverrideAction.REBALANCE);
    override.setAuthor(author(body, caller));
    override.setReason(body.text("reason"));
    body.refuseOthers();
    body.throwIfInvalid();
    caller.requireMayCommand(portfolio);
    if (!model.isKnown(portfolio)) {
      throw Problem.unknownPortfolio(portfolio);
    }
    Optional<RebalanceObjection> objection = model.whyNoTrades(portfolio);
    if (objection.isPresent() && !objection.get().newBudget()) {
      throw Problem.of(HttpStatus.CONFLICT, objection.get().why());
    }
    override.setScope(OverrideScope.PORTFOLIO);
    return override;
  }

  /**
   * The end of an override, by the same id and under the same key.
   *
   * @param author name as the request gives it; null for none
   * @throws Problem 400 where the author is given and may not be, or is no name
   */
  public RiskOverride withdraw(
      RiskOverride withdrawn, Caller caller, String author, String reason) {
    RiskOverride override =
        command(withdrawn.getPortfolioId(), withdrawn.getOverrideId(), OverrideAction.WITHDRAW);
    override.setScope(withdrawn.getScope());
    override.setScopeId(withdrawn.getScopeId());
    List<Problem.Invalid> invalid = new ArrayList<>();
    RequestBody.fault(reason == null ? "" : reason)
        .ifPresent(fault -> invalid.add(new Problem.Invalid("reason", fault)));
    Optional<String> given = Optional.ofNullable(author);
    given
        .flatMap(name -> authorFault(name, caller))
        .ifPresent(fault -> invalid.add(new Problem.Invalid("author", fault)));
    if (!invalid.isEmpty()) {
      throw Problem.badRequest(invalid);
    }
    override.setAuthor(author(given, caller));
    override.setReason(reason);
    return override;
  }

  /** A proposal as it stands once that caller has approved it. */
  public RiskOverride approval(RiskOverride proposal, Caller approver) {
    RiskOverride override = RiskOverride.newBuilder(proposal).build();
    override.setApprover(approver.name());
    override.setCreatedAt(millis(now.get()));
    return override;
  }

  private RiskOverride command(String portfolio, String id, OverrideAction action) {
    RiskOverride override = new RiskOverride();
    override.setOverrideId(id);
    override.setPortfolioId(portfolio);
    override.setAction(action);
    override.setCreatedAt(millis(now.get()));
    override.setCancelOpenOrders(false);
    override.setNeedsApproval(false);
    return override;
  }

  private static String portfolio(RequestBody body) {
    Optional<String> alias = body.optionalText(Parameters.PORTFOLIO_ALIAS);
    return alias.isPresent() ? alias.get() : body.text(Parameters.PORTFOLIO);
  }

  private static String author(RequestBody body, Caller caller) {
    Optional<String> given = body.optionalText("author");
    given
        .flatMap(name -> authorFault(name, caller))
        .ifPresent(fault -> body.require(false, "author", fault));
    return author(given, caller);
  }

  private static Optional<String> authorFault(String name, Caller caller) {
    return caller.authenticated()
        ? Optional.of("is not given in a request: it is who sends it")
        : RequestBody.fault(name);
  }

  private static String author(Optional<String> given, Caller caller) {
    return caller.authenticated() ? caller.name() : given.orElse(caller.name()) + UNAUTHENTICATED;
  }

  /** When it ends, by its time or its length; null where an operator must end it. */
  private Instant expiry(RequestBody body, Instant at, OverrideAction action) {
    Optional<Instant> time = body.optionalInstant("expiresAt");
    Optional<Duration> length = body.optionalDuration("expiresIn");
    body.require(time.isEmpty() || length.isEmpty(), "expiresIn", "goes without expiresAt only");
    if (time.isEmpty() && length.isEmpty()) {
      body.require(
          action == null || WITHOUT_EXPIRY.contains(action) || body.hasFault("expiresAt"),
          "expiresAt",
          "is required, or expiresIn");
      return null;
    }
    Instant expires = time.orElseGet(() -> millis(at.plus(length.orElseThrow())));
    body.require(
        expires.isAfter(at), time.isPresent() ? "expiresAt" : "expiresIn", "must be after " + at);
    boolean bounded = action != null && !WITHOUT_EXPIRY.contains(action);
    body.require(
        !bounded || !expires.isAfter(at.plus(settings.maxDuration())),
        time.isPresent() ? "expiresAt" : "expiresIn",
        "must be at most %s from now (api.overrides.max_duration)"
            .formatted(settings.maxDuration()));
    return expires;
  }

  private List<String> requireView(RiskOverride override) {
    String portfolio = override.getPortfolioId();
    boolean known = portfolio.equals(RiskOverrideSpec.ALL_PORTFOLIOS) || model.isKnown(portfolio);
    if (viewCurrent.getAsBoolean()) {
      if (!known) {
        throw Problem.unknownPortfolio(portfolio);
      }
      return List.of();
    }
    boolean stops =
        override.getAction() == OverrideAction.HALT
            || override.getAction() == OverrideAction.REDUCE_ONLY;
    if (!stops) {
      throw Problem.notCurrent();
    }
    return List.of(
        "The topics have not been read up to now, so that portfolio, strategy and symbol were not checked; look the override up in /overrides later.");
  }

  private void checkScope(RequestBody body, RiskOverride override, boolean current) {
    boolean all = override.getPortfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS);
    String scopeId = override.getScopeId();
    String portfolio = override.getPortfolioId();
    switch (override.getScope()) {
      // To the stages both mean all that the key stands for; a person may mean another thing.
      case GLOBAL -> body.require(all, "scope", "GLOBAL needs portfolioId *");
      case PORTFOLIO ->
          body.require(!all, "scope", "portfolioId * needs GLOBAL, STRATEGY or SYMBOL");
      case STRATEGY ->
          body.require(
              scopeId == null || !current || model.hasStrategy(portfolio, scopeId),
              "scopeId",
              "must name a strategy of the portfolio");
      case SYMBOL ->
          body.require(
              scopeId == null || !current || model.hasSymbol(portfolio, scopeId),
              "scopeId",
              "must name a symbol that the portfolio trades");
    }
    if (override.getScope() == OverrideScope.GLOBAL
        || override.getScope() == OverrideScope.PORTFOLIO) {
      body.require(scopeId == null, "scopeId", "goes with STRATEGY and SYMBOL only");
    }
  }

  private static void checkFields(RequestBody body, RiskOverride override) {
    RiskOverrideSpec spec =
        ReferenceWire.override(override)
            .orElseThrow(() -> new IllegalStateException("a choice let an unknown constant in"));
    for (OverrideRules.Fault fault : OverrideRules.faults(spec)) {
      body.require(false, name(fault.field()), fault.what());
    }
  }

  private static String name(OverrideRules.Field field) {
    return switch (field) {
      case PORTFOLIO -> Parameters.PORTFOLIO;
      case SCOPE -> "scope";
      case SCOPE_ID -> "scopeId";
      case VALUE -> "value";
      case REGIME -> "regime";
      case ORDER_ID -> "orderId";
      case CANCEL_OPEN_ORDERS -> "cancelOpenOrders";
    };
  }

  /** The schema keeps milliseconds. */
  private static Instant millis(Instant instant) {
    return Instant.ofEpochMilli(instant.toEpochMilli());
  }
}
