package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.audit.Finding;
import com.alphapulse.riskbudget.audit.History;
import com.alphapulse.riskbudget.audit.OutsideCheck;
import com.alphapulse.riskbudget.audit.TopicReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riskbudget audit}. */
@Command(
    name = "audit",
    description = {
      "Holds every decision of the topics against their history, without the gate's code: each",
      "intent has one decision, the recorded inputs follow from the history, and no approval went",
      "beyond a limit of its budget. Exits 1 on any difference."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class AuditCommand implements Callable<Integer> {
  private static final List<String> TOPICS =
      List.of(
          "order-intent",
          "approved-order",
          "rejected-order",
          "execution-report",
          "budget-update",
          "market-marks",
          "portfolio");

  @Spec private CommandSpec spec;

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--max-findings",
      paramLabel = "N",
      description = "Print at most this many differences. Default: ${DEFAULT-VALUE}.")
  private int maxFindings = 100;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    cluster.require(TOPICS);
    out.println("reading   " + String.join(", ", TOPICS));
    out.flush();
    History history = new TopicReader(cluster.bootstrapServer(), cluster.registry()).read();
    OutsideCheck.Result result = OutsideCheck.check(history);
    out.println(
        "checked   %,d intents, %,d decisions (%,d approved, %,d rejected, the rest repeats)"
            .formatted(
                result.orderIntents(),
                history.decisions().size(),
                result.approved(),
                result.rejected()));
    out.println(
        "against   %,d execution reports, %,d budgets, %,d records of marks, %,d definitions"
            .formatted(
                history.executions().size(),
                history.budgets().size(),
                history.marks().size(),
                history.portfolios().size()));
    List<Finding> findings = result.findings();
    findings.stream().limit(maxFindings).forEach(out::println);
    if (findings.size() > maxFindings) {
      out.println("... and %,d more".formatted(findings.size() - maxFindings));
    }
    out.println(findings.isEmpty() ? "clean" : "%,d differences".formatted(findings.size()));
    out.flush();
    return findings.isEmpty() ? 0 : Main.FOUND_A_PROBLEM;
  }
}
