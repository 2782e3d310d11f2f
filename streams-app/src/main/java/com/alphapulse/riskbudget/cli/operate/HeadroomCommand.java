package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.cli.base.Version;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riskbudget headroom}. */
@Command(
    name = "headroom",
    description = "Asks the gate for the largest order that would pass now, and what binds it.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class HeadroomCommand implements Callable<Integer> {

  private enum Side {
    BUY,
    SELL
  }

  @Spec private CommandSpec spec;

  @Mixin private ApiOptions api;

  @Parameters(index = "0", paramLabel = "PORTFOLIO", description = "The portfolio.")
  private String portfolioId;

  @Parameters(index = "1", paramLabel = "STRATEGY", description = "The strategy.")
  private String strategyId;

  @Parameters(index = "2", paramLabel = "SYMBOL", description = "The symbol.")
  private String symbol;

  @Parameters(index = "3", paramLabel = "SIDE", description = "${COMPLETION-CANDIDATES}.")
  private Side side;

  @Override
  public Integer call() {
    JsonNode answer =
        api.client()
            .get(
                "/headroom",
                Map.of(
                    "portfolioId",
                    portfolioId,
                    "strategyId",
                    strategyId,
                    "symbol",
                    symbol,
                    "side",
                    side.name()));
    PrintWriter out = spec.commandLine().getOut();
    JsonNode quantity = answer.path("largestQuantity");
    out.println(
        quantity.isNull() || quantity.isMissingNode()
            ? "nothing would pass"
            : "%s %s %s would pass, and no more"
                .formatted(
                    side, quantity.decimalValue().stripTrailingZeros().toPlainString(), symbol));
    answer
        .path("bindingChecks")
        .forEach(
            check ->
                out.println(
                    "  %s  %s"
                        .formatted(
                            Lines.text(check.path("reason")), Lines.text(check.path("message")))));
    out.flush();
    return 0;
  }
}
