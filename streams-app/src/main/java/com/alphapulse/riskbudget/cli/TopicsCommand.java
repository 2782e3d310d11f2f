package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.KafkaSettings;
import com.alphapulse.riskbudget.demo.DemoEnvironment;
import com.alphapulse.riskbudget.demo.TopicAdmin;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riskbudget topics}. */
@Command(
    name = "topics",
    description = "Makes the topics that are missing, or verifies that all are as they should be.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
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
    @Option(names = "--create", required = true, description = "Make the topics that are missing.")
    private boolean create;

    @SuppressWarnings("UnusedVariable") // Exactly one of the two is given, so the other one tells.
    @Option(names = "--check", required = true, description = "Verify names and partitions.")
    private boolean check;
  }

  @Override
  public Integer call() {
    KafkaSettings kafka = Configuration.load(config).kafka();
    PrintWriter out = spec.commandLine().getOut();
    try (Admin admin = Admin.create(DemoEnvironment.adminProperties(kafka))) {
      TopicAdmin topics = new TopicAdmin(admin);
      if (mode.create) {
        topics
            .create(DemoEnvironment.topics(), kafka.partitions(), kafka.replicationFactor())
            .forEach(name -> out.println("made " + name));
      }
      List<String> problems = topics.check(DemoEnvironment.topics(), kafka.partitions());
      problems.forEach(out::println);
      if (problems.isEmpty()) {
        out.println(
            "%d topics, %d partitions each: as they should be"
                .formatted(DemoEnvironment.topics().size(), kafka.partitions()));
      }
      out.flush();
      return problems.isEmpty() ? 0 : Main.FOUND_A_PROBLEM;
    }
  }
}
