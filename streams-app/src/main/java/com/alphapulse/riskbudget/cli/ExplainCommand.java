package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.audit.Audit;
import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.history.Range;
import com.alphapulse.riskbudget.audit.history.TopicReader;
import com.alphapulse.riskbudget.audit.outside.CheckResult;
import com.alphapulse.riskbudget.audit.redecide.Redecision;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.cli.base.ClusterOptions;
import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.alphapulse.riskbudget.cli.base.Version;
import com.alphapulse.riskbudget.config.GateSettings;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riskbudget explain}. */
@Command(
    name = "explain",
    description = {
      "Explains the decision on an order: what was seen, every check with its figures, the budget",
      "and its cause. The order is decided again on the state rebuilt from the topics."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
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
    GateSettings settings = cluster.configuration().gate();
    cluster.require(AuditCommand.topics(cluster.installation()));
    TopicReader reader =
        new TopicReader(cluster.installation(), cluster.client(), cluster.registry());
    List<Entry<OrderDecision>> decisions =
        reader.decisions().stream().filter(d -> isMeant(d.value())).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (decisions.isEmpty()) {
      out.println(
          "no decision on order %s is on approved-order or rejected-order".formatted(orderId));
      out.flush();
      return ExitCode.FOUND_A_PROBLEM;
    }
    Set<Integer> partitions = decisions.stream().map(Entry::partition).collect(Collectors.toSet());
    History history = reader.read(partitions::contains);
    Map<Entry<OrderDecision>, Redecision> again = new LinkedHashMap<>();
    CheckResult result =
        Audit.ofOrders(
            history,
            settings,
            Range.ALL,
            (recorded, redecision) -> {
              if (isMeant(recorded.value())) {
                again.put(recorded, redecision);
              }
            });
    again.forEach(
        (recorded, redecision) ->
            Explanation.lines(recorded, redecision, history, result.findings())
                .forEach(out::println));
    if (again.isEmpty()) {
      // Without its intent nothing can be decided again; what the audit says of it is all there is.
      result.findings().stream()
          .filter(f -> f.orderId().equals(orderId))
          .forEach(f -> out.println("audit     " + f));
    }
    out.flush();
    return again.isEmpty() ? ExitCode.FOUND_A_PROBLEM : 0;
  }

  private boolean isMeant(OrderDecision decision) {
    return decision.getIntent().getOrderId().equals(orderId)
        && (portfolioId == null || decision.getIntent().getPortfolioId().equals(portfolioId));
  }
}
