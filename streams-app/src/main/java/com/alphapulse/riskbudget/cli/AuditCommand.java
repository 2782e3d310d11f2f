package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.audit.Audit;
import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.history.Range;
import com.alphapulse.riskbudget.audit.history.TopicReader;
import com.alphapulse.riskbudget.audit.outside.CheckResult;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.audit.redecide.Redecision;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.cli.base.ClusterOptions;
import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.alphapulse.riskbudget.cli.base.Version;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.config.InstallationName;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riskbudget audit}. */
@Command(
    name = "audit",
    description = {
      "Decides every order of the topics again, on a state that is rebuilt from the topics alone,",
      "and compares: each intent has one decision, its inputs follow from the history, the gate's",
      "checks give the same answer, and rules of the audit's own say the same of every reason and",
      "every limit. Budgets follow from what was paid in and executed. Exits 1 on any difference."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class AuditCommand implements Callable<Integer> {
  /** Topics that an audit reads, as they are called within an installation. */
  private static final List<String> TOPICS =
      List.of(
          "order-intent",
          "approved-order",
          "rejected-order",
          "execution-report",
          "budget-update",
          "market-marks",
          "market-state",
          "portfolio",
          "risk-override-routed",
          "risk-alert");

  private static final int PROGRESS_STEP = 5000;

  @Spec private CommandSpec spec;

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Check orders from this event time on: 2005-03-01T12:00:00Z, or a date in UTC. What was"
              + " before is replayed all the same.")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Check orders before this event time; a date counts to its end.")
  private String to;

  @Option(
      names = "--max-findings",
      paramLabel = "N",
      description = "Print at most this many differences. Default: ${DEFAULT-VALUE}.")
  private int maxFindings = 100;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Range range = new Range(time("--from", from, 0), time("--to", to, 1));
    GateSettings settings = cluster.configuration().gate();
    List<String> topics = topics(cluster.installation());
    cluster.require(topics);
    say(out, "reading   " + String.join(", ", topics));
    History history =
        new TopicReader(cluster.installation(), cluster.client(), cluster.registry()).read();
    say(
        out,
        "read      %,d intents, %,d decisions, %,d execution reports, %,d budgets, %,d marks, %,d market states, %,d definitions, %,d overrides"
            .formatted(
                history.intents().size(),
                history.decisions().size(),
                history.executions().size(),
                history.budgets().size(),
                history.marks().size(),
                history.states().size(),
                history.portfolios().size(),
                history.overrides().size()));
    CheckResult result =
        Audit.of(history, settings, range, new Progress(out, history.decisions().size()));
    tell(out, result, settings);
    return result.findings().isEmpty() ? 0 : ExitCode.FOUND_A_PROBLEM;
  }

  /** Topics that an audit reads, by their names on the cluster. */
  static List<String> topics(InstallationName installation) {
    return TOPICS.stream().map(installation::onCluster).toList();
  }

  private void tell(PrintWriter out, CheckResult result, GateSettings settings) {
    say(out, "settings  %s: %s".formatted(cluster.source(), settings));
    say(
        out,
        "orders    %s, in %d partitions"
            .formatted(
                result.first().isEmpty()
                    ? "none"
                    : "of %s to %s".formatted(result.first().get(), result.last().orElseThrow()),
                result.partitions()));
    say(
        out,
        "answers   %,d of %,d intents: %,d approved, %,d rejected, %,d repeats"
            .formatted(
                result.answered(),
                result.orderIntents(),
                result.approved(),
                result.rejected(),
                result.repeats()));
    say(
        out,
        "checked   %,d decisions taken again, %,d inputs compared, %,d approvals held against limits, %,d budgets held against the books"
            .formatted(
                result.decidedAgain(),
                result.inputsCompared(),
                result.limitsChecked(),
                result.budgets()));
    List<Finding> findings = result.findings();
    findings.stream().limit(maxFindings).forEach(finding -> say(out, finding.toString()));
    if (findings.size() > maxFindings) {
      say(out, "... and %,d more".formatted(findings.size() - maxFindings));
    }
    say(out, findings.isEmpty() ? "clean" : "%,d differences".formatted(findings.size()));
  }

  private Optional<Instant> time(String option, String text, int daysAfter) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.contains("T")
              ? Instant.parse(text)
              : LocalDate.parse(text).plusDays(daysAfter).atStartOfDay().toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "%s must be a date or a time like 2005-03-01T12:00:00Z, not %s".formatted(option, text));
    }
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  /** Tells how far the audit has come. */
  private static final class Progress implements Audit.Listener {
    private final PrintWriter out;
    private final int decisions;
    private int done;

    Progress(PrintWriter out, int decisions) {
      this.out = out;
      this.decisions = decisions;
    }

    @Override
    public void decided(Entry<OrderDecision> recorded, Redecision again) {
      if (++done % PROGRESS_STEP == 0) {
        say(out, "decided   %,d of %,d again".formatted(done, decisions));
      }
    }
  }
}
