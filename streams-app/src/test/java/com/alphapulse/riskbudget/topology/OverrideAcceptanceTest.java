package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.FilledModel;
import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.command.OverrideRequests;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.ApiSettings;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API accepts exactly what gate and budget stage apply: every action with every field. */
class OverrideAcceptanceTest {
  private final FilledModel model = new FilledModel();
  private final OverrideRequests requests =
      new OverrideRequests(
          model, () -> true, ApiSettings.local(0).overrides(), () -> START, () -> "generated");

  @Test
  void shouldAcceptWhatTheStagesApply_whateverTheFields(@TempDir Path directory) {
    List<RiskOverride> overrides = everyCombination();
    List<String> byApi = new ArrayList<>();
    List<String> byStages = new ArrayList<>();
    model.accept(PORTFOLIO, Wire.portfolio(null));
    try (Installation stages = new Installation(directory, "", START)) {
      stages.send(Wire.portfolio(null));
      for (RiskOverride override : overrides) {
        if (isAcceptedByApi(override)) {
          byApi.add(override.getOverrideId());
        }
        stages.alerts();
        stages.send(override);
        if (stages.alerts().stream().noneMatch(a -> a.getMessage().contains("was not applied"))) {
          byStages.add(override.getOverrideId());
        }
        stages.send(withdrawal(override));
      }
    }

    assertThat(byApi).isEqualTo(byStages).hasSizeBetween(100, overrides.size() / 2);
  }

  private boolean isAcceptedByApi(RiskOverride override) {
    ObjectNode body = RecordJson.of(override);
    body.remove(List.of("createdAt", "needsApproval", "approver"));
    body.put("expiresAt", START.plusSeconds(3600).toString());
    try {
      requests.override(body, Caller.local());
      return true;
    } catch (Problem refused) {
      return false;
    }
  }

  private static RiskOverride withdrawal(RiskOverride override) {
    RiskOverride end = Wire.override(override.getOverrideId(), OverrideAction.WITHDRAW, START);
    end.setPortfolioId(override.getPortfolioId());
    return end;
  }

  private static List<RiskOverride> everyCombination() {
    List<RiskOverride> all = new ArrayList<>();
    EnumSet<OverrideAction> actions =
        EnumSet.complementOf(
            EnumSet.of(OverrideAction.UNKNOWN, OverrideAction.WITHDRAW, OverrideAction.REBALANCE));
    for (OverrideAction action : actions) {
      for (RiskOverride scoped : everyScope(action)) {
        for (String value : List.of("", "-1", "0.5", "1.5")) {
          for (Optional<Regime> regime :
              List.of(Optional.<Regime>empty(), Optional.of(Regime.BULL))) {
            for (String order : List.of("", "o")) {
              for (boolean cancel : List.of(false, true)) {
                all.add(
                    RiskOverride.newBuilder(scoped)
                        .setOverrideId("v" + all.size())
                        .setValue(value.isEmpty() ? null : Wire.dec(value))
                        .setRegime(regime.orElse(null))
                        .setOrderId(order.isEmpty() ? null : order)
                        .setCancelOpenOrders(cancel)
                        .build());
              }
            }
          }
        }
      }
    }
    return all;
  }

  /** Whole ones under the key that goes with them, others with and without what they name. */
  private static List<RiskOverride> everyScope(OverrideAction action) {
    return List.of(
        scope(action, "*", OverrideScope.GLOBAL, null),
        scope(action, PORTFOLIO, OverrideScope.PORTFOLIO, null),
        scope(action, PORTFOLIO, OverrideScope.STRATEGY, "s1"),
        scope(action, PORTFOLIO, OverrideScope.STRATEGY, null),
        scope(action, PORTFOLIO, OverrideScope.SYMBOL, "A"),
        scope(action, PORTFOLIO, OverrideScope.SYMBOL, null),
        scope(action, "*", OverrideScope.SYMBOL, "A"));
  }

  private static RiskOverride scope(
      OverrideAction action, String portfolioId, OverrideScope scope, String id) {
    RiskOverride override = Wire.override("v", action, START);
    override.setPortfolioId(portfolioId);
    override.setScope(scope);
    override.setScopeId(id);
    return override;
  }
}
