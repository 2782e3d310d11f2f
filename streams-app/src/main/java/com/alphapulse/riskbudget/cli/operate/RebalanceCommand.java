package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.cli.base.Version;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riskbudget rebalance}. */
@Command(
    name = "rebalance",
    description =
        "Computes the budget of a portfolio anew, with a recommendation, and waits for it.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class RebalanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ApiOptions api;

  @Parameters(index = "0", paramLabel = "PORTFOLIO", description = "The portfolio.")
  private String portfolioId;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason;

  @Override
  public Integer call() {
    JsonNode answer =
        api.client()
            .post(
                "/rebalance",
                Map.of(),
                JsonNodeFactory.instance
                    .objectNode()
                    .put("portfolioId", portfolioId)
                    .put("reason", reason)
                    .put("force", true))
            .body();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        answer.path("budgetVersion").isNumber()
            ? "budget version %s of %s"
                .formatted(answer.path("budgetVersion").asText(), portfolioId)
            : "asked for; the new budget has not come in time: see riskbudget status");
    if (!answer.path("why").isNull() && !answer.path("why").isMissingNode()) {
      out.println(Lines.text(answer.path("why")));
    }
    out.flush();
    return 0;
  }
}
