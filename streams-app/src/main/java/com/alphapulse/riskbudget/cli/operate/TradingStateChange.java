package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.cli.base.ClusterOptions;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that stops or resumes trading: by the API, or straight to Kafka where none answers. */
final class TradingStateChange {
  @Mixin private Target target;

  @Mixin private ApiOptions api;

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why; it stays on the log of overrides.")
  private String reason;

  @Option(names = "--direct", description = "Straight to Kafka, without asking the API first.")
  private boolean direct;

  /**
   * Sends it, waits for the gate's acknowledgement, and tells what became of it.
   *
   * @param duration null where it stays until it is ended
   * @return the exit code
   */
  int send(
      CommandLine commandLine, OverrideAction action, boolean cancelOpenOrders, Duration duration) {
    PrintWriter out = commandLine.getOut();
    // The same identifier both ways, so that a command that did get through is not there twice.
    String id = UUID.randomUUID().toString();
    if (!direct) {
      try {
        return Effect.tell(
            out,
            api.client()
                .post("/overrides", Effect.WAIT, body(id, action, cancelOpenOrders, duration)));
      } catch (ApiClient.Unavailable e) {
        out.println(e.getMessage());
        out.println("straight to Kafka, at " + cluster.bootstrapServer());
        out.flush();
      }
    }
    return new DirectOverride(cluster).send(out, override(id, action, cancelOpenOrders, duration));
  }

  private ObjectNode body(
      String id, OverrideAction action, boolean cancelOpenOrders, Duration duration) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    target.write(body);
    body.put("overrideId", id).put("action", action.name()).put("reason", reason);
    if (cancelOpenOrders) {
      body.put("cancelOpenOrders", true);
    }
    if (duration != null) {
      body.put("expiresIn", duration.toString());
    }
    return body;
  }

  private RiskOverride override(
      String id, OverrideAction action, boolean cancelOpenOrders, Duration duration) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    RiskOverride override = new RiskOverride();
    override.setOverrideId(id);
    override.setPortfolioId(target.portfolioId());
    override.setScope(OverrideScope.valueOf(target.scope().name()));
    override.setScopeId(target.scopeId().orElse(null));
    override.setAction(action);
    override.setCancelOpenOrders(cancelOpenOrders);
    override.setAuthor(System.getProperty("user.name") + " (terminal)");
    override.setReason(reason);
    override.setCreatedAt(now);
    override.setExpiresAt(Optional.ofNullable(duration).map(now::plus).orElse(null));
    override.setNeedsApproval(false);
    return override;
  }
}
