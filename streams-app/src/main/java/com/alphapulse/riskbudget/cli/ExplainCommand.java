package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.audit.History.Entry;
import com.alphapulse.riskbudget.audit.TopicReader;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OrderDecision;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riskbudget explain}. */
@Command(
    name = "explain",
    description = "Explains the decision on an order: what was seen, what it broke, and why.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ClusterOptions cluster;

  @Parameters(index = "0", paramLabel = "ORDER_ID", description = "The order.")
  private String orderId;

  @Option(
      names = "--portfolio",
      paramLabel = "ID",
      description = "Its portfolio, where several use the same order id.")
  private String portfolioId;

  @Override
  public Integer call() {
    cluster.require(List.of("approved-order", "rejected-order", "budget-update"));
    TopicReader reader = new TopicReader(cluster.bootstrapServer(), cluster.registry());
    List<OrderDecision> decisions =
        reader.decisions().stream().map(Entry::value).filter(this::isMeant).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (decisions.isEmpty()) {
      out.println(
          "no decision on order %s is on approved-order or rejected-order".formatted(orderId));
      out.flush();
      return Main.FOUND_A_PROBLEM;
    }
    List<BudgetUpdate> budgets = reader.budgets().stream().map(Entry::value).toList();
    for (OrderDecision decision : decisions) {
      if (!decision.getRepeat()) {
        long repeats =
            decisions.stream().filter(d -> d.getRepeat() && isSamePortfolio(d, decision)).count();
        Explanation.lines(decision, budget(budgets, decision), repeats).forEach(out::println);
      }
    }
    out.flush();
    return 0;
  }

  private boolean isMeant(OrderDecision decision) {
    return decision.getIntent().getOrderId().equals(orderId)
        && (portfolioId == null || decision.getIntent().getPortfolioId().equals(portfolioId));
  }

  private static boolean isSamePortfolio(OrderDecision a, OrderDecision b) {
    return a.getIntent().getPortfolioId().equals(b.getIntent().getPortfolioId());
  }

  private static Optional<BudgetUpdate> budget(List<BudgetUpdate> budgets, OrderDecision decision) {
    Long version = decision.getInputs().getBudgetVersion();
    return budgets.stream()
        .filter(b -> b.getPortfolioId().equals(decision.getIntent().getPortfolioId()))
        .filter(b -> version != null && b.getVersion() == version)
        .findFirst();
  }
}
