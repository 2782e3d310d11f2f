package com.alphapulse.riskbudget.api.command;

import com.alphapulse.riskbudget.api.http.Parameters;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.http.RequestBody;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.RebalanceObjection;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.domain.override.OverrideRules;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
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
      Set.of(
          OverrideAction.HALT,
          OverrideAction.REDUCE_ONLY,
          OverrideAction.RESUME,
          OverrideAction.CAP_LEVERAGE,
          OverrideAction.CAP_POSITION,
          OverrideAction.SCALE_BUDGET,
          OverrideAction.PIN_REGIME,
          OverrideAction.RELEASE_RESERVATION);

  private static final Set<Regime> REGIMES = EnumSet.complementOf(EnumSet.of(Regime.UNKNOWN));

  /** Scale of decimals in the schema. */
  private static final int SCALE = 8;

  /** Digits of decimals in the schema. */
  private static final int PRECISION = 38;

  private final ReadModel model;
  private final Supplier<Instant> now;
  private final Supplier<String> newId;

  /**
   * @param now event time
   * @param newId makes an identifier that was never used
   */
  public OverrideRequests(ReadModel model, Supplier<Instant> now, Supplier<String> newId) {
    this.model = model;
    this.now = now;
    this.newId = newId;
  }

  /**
   * An override as asked for.
   *
   * @throws Problem 400 with everything that is wrong, 404 for an unknown portfolio
   */
  public RiskOverride override(JsonNode json) {
    RequestBody body = new RequestBody(json);
    Instant at = millis(now.get());
    RiskOverride override = new RiskOverride();
    override.setOverrideId(body.optionalText("overrideId").orElseGet(newId));
    override.setPortfolioId(body.text("portfolio"));
    override.setScope(body.choice("scope", OverrideScope.class, Set.of(OverrideScope.values())));
    override.setScopeId(body.optionalText("scopeId").orElse(null));
    override.setAction(body.choice("action", OverrideAction.class, ACTIONS));
    override.setValue(body.decimal("value", SCALE, PRECISION));
    override.setRegime(body.optionalChoice("regime", Regime.class, REGIMES));
    override.setOrderId(body.optionalText("orderId").orElse(null));
    override.setCancelOpenOrders(body.flag("cancelOpenOrders"));
    override.setAuthor(body.text("author"));
    override.setReason(body.text("reason"));
    override.setCreatedAt(at);
    override.setExpiresAt(body.instant("expiresAt"));
    body.refuseOthers();
    body.throwIfInvalid();
    requireKnown(override.getPortfolioId());
    body.require(
        Identifiers.isUsable(override.getOverrideId()),
        "overrideId",
        "must have at most " + Identifiers.MAX_LENGTH + " characters");
    checkScope(body, override);
    checkFields(body, override);
    body.require(override.getExpiresAt().isAfter(at), "expiresAt", "must be after " + at);
    body.throwIfInvalid();
    return override;
  }

  /**
   * A request to compute the budget of a portfolio again, with a recommendation.
   *
   * @throws Problem 400 with everything that is wrong, 404 for an unknown portfolio, 409 where
   *     neither a budget nor a recommendation can come of it now
   */
  public RiskOverride rebalance(JsonNode json) {
    RequestBody body = new RequestBody(json);
    String portfolio = body.text("portfolio");
    RiskOverride override = command(portfolio, newId.get(), OverrideAction.REBALANCE);
    override.setAuthor(body.text("author"));
    override.setReason(body.text("reason"));
    body.refuseOthers();
    body.throwIfInvalid();
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

  /** The end of an override, by the same id and under the same key. */
  public RiskOverride withdraw(RiskOverride withdrawn, String author, String reason) {
    RiskOverride override =
        command(withdrawn.getPortfolioId(), withdrawn.getOverrideId(), OverrideAction.WITHDRAW);
    override.setScope(withdrawn.getScope());
    override.setScopeId(withdrawn.getScopeId());
    override.setAuthor(author);
    override.setReason(reason);
    return override;
  }

  private RiskOverride command(String portfolio, String id, OverrideAction action) {
    RiskOverride override = new RiskOverride();
    override.setOverrideId(id);
    override.setPortfolioId(portfolio);
    override.setAction(action);
    override.setCreatedAt(millis(now.get()));
    override.setCancelOpenOrders(false);
    return override;
  }

  private void requireKnown(String portfolio) {
    if (!portfolio.equals(RiskOverrideSpec.ALL_PORTFOLIOS) && !model.isKnown(portfolio)) {
      throw Problem.unknownPortfolio(portfolio);
    }
  }

  private void checkScope(RequestBody body, RiskOverride override) {
    boolean all = override.getPortfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS);
    String scopeId = override.getScopeId();
    String portfolio = override.getPortfolioId();
    switch (override.getScope()) {
      // To the stages both mean all that the key stands for; a person may mean another thing.
      case GLOBAL -> body.require(all, "scope", "GLOBAL needs portfolio *");
      case PORTFOLIO -> body.require(!all, "scope", "portfolio * needs GLOBAL, STRATEGY or SYMBOL");
      case STRATEGY ->
          body.require(
              scopeId == null || model.hasStrategy(portfolio, scopeId),
              "scopeId",
              "must name a strategy of the portfolio");
      case SYMBOL ->
          body.require(
              scopeId == null || model.hasSymbol(portfolio, scopeId),
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
