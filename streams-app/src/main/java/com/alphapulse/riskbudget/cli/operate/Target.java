package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command is for: a portfolio or all of them, and a part of it where one is named. */
final class Target {

  /** Exactly one of both: neither is taken for the other by a forgotten word. */
  static final class Portfolio {
    @Parameters(index = "0", paramLabel = "PORTFOLIO", description = "The portfolio.")
    private String portfolioId;

    @Option(names = "--all", required = true, description = "All portfolios.")
    private boolean all;
  }

  /** At most one of both. */
  static final class Part {
    @Option(names = "--strategy", paramLabel = "ID", description = "Only this strategy.")
    private String strategyId;

    @Option(names = "--symbol", paramLabel = "SYMBOL", description = "Only this symbol.")
    private String symbol;
  }

  @ArgGroup(multiplicity = "1")
  private Portfolio portfolio;

  @ArgGroup(multiplicity = "0..1")
  private Part part;

  String portfolioId() {
    return portfolio.all ? RiskOverrideSpec.ALL_PORTFOLIOS : portfolio.portfolioId;
  }

  OverrideScope scope() {
    if (part != null) {
      return part.strategyId != null ? OverrideScope.STRATEGY : OverrideScope.SYMBOL;
    }
    return portfolio.all ? OverrideScope.GLOBAL : OverrideScope.PORTFOLIO;
  }

  Optional<String> scopeId() {
    return Optional.ofNullable(part).map(p -> p.strategyId != null ? p.strategyId : p.symbol);
  }

  void write(ObjectNode body) {
    body.put("portfolioId", portfolioId()).put("scope", scope().name());
    scopeId().ifPresent(id -> body.put("scopeId", id));
  }
}
