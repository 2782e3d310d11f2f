package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.alphapulse.riskbudget.cli.base.Version;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.KafkaSettings;
import com.alphapulse.riskbudget.topology.kafka.Claim;
import com.alphapulse.riskbudget.topology.kafka.TopicAdmin;
import com.alphapulse.riskbudget.topology.kafka.TopicPolicy;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riskbudget topics}. */
@Command(
    name = "topics",
    description =
        "Makes the topics and registers the schemas that are missing, or verifies that all are as"
            + " they should be.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class TopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Mode mode;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "Configuration, as YAML.")
  private Path config;

  /** What to do. */
  static final class Mode {
    @Option(
        names = "--create",
        required = true,
        description = "Make and register what is missing, then verify all.")
    private boolean create;

    @SuppressWarnings("UnusedVariable") // Exactly one of the two is given, so the other one tells.
    @Option(
        names = "--check",
        required = true,
        description = "Verify topics, how they are kept, and schemas.")
    private boolean check;
  }

  @Override
  public Integer call() {
    Configuration configuration = Configuration.load(config);
    PrintWriter out = spec.commandLine().getOut();
    SubjectReport subjects = new SubjectReport(configuration, out);
    boolean good = topics(configuration.kafka(), out);
    good &= subjects.print(mode.create);
    return good ? 0 : ExitCode.FOUND_A_PROBLEM;
  }

  /** Whether all topics are as they should be, after making those that are missing if asked to. */
  private boolean topics(KafkaSettings kafka, PrintWriter out) {
    try (TopicAdmin topics = new TopicAdmin(kafka)) {
      if (mode.create) {
        topics.create(Optional.empty()).forEach(name -> out.println("made " + name));
      }
      TopicPolicy policy = topics.policy();
      List<String> problems = new ArrayList<>(topics.check());
      problems.addAll(policy.problems());
      problems.addAll(topics.rivals(List.of(Claim.ORDERS)));
      problems.forEach(out::println);
      policy.notes().forEach(note -> out.println("note: " + note));
      if (problems.isEmpty()) {
        out.println(
            "%d topics, %d partitions each: as they should be"
                .formatted(Topics.values().length, kafka.partitions()));
      }
      out.flush();
      return problems.isEmpty();
    }
  }
}
