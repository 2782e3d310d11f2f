package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.http.Parameters;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RegimeParameters;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * {@code GET /regime/{type}}: what a regime allows, as configured, and the markets that are in it.
 */
final class RegimeRoute {
  private final ReadModel model;
  private final Map<Regime, RegimeParameters> parameters;

  /**
   * @param parameters of every regime
   */
  RegimeRoute(ReadModel model, Map<Regime, RegimeParameters> parameters) {
    this.model = model;
    this.parameters = parameters;
  }

  /** Answers; whoever is limited to some portfolios is told of the markets that they trade. */
  void answer(Context context) {
    Parameters.allow(context, Set.of());
    Regime regime = regime(context.pathParam("type"));
    RegimeParameters allowed = parameters.get(regime);
    ObjectNode body = RecordJson.object().put("regime", regime.name());
    body.putObject("parameters")
        .put("targetVolatility", allowed.volTarget())
        .put("leverageLimit", allowed.leverageLimit())
        .put("equityAllocation", allowed.equityAllocation())
        .put("method", allowed.method().name());
    model
        .marketsIn(
            com.alphapulse.riskbudget.avro.Regime.valueOf(regime.name()),
            Caller.of(context).portfolios())
        .forEach(body.putArray("markets")::add);
    context.contentType("application/json").result(RecordJson.text(body));
  }

  private static Regime regime(String type) {
    return Arrays.stream(Regime.values())
        .filter(regime -> regime.name().equals(type))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(
                    HttpStatus.NOT_FOUND,
                    "unknown regime '%s': there are %s"
                        .formatted(type, Arrays.asList(Regime.values()))));
  }
}
