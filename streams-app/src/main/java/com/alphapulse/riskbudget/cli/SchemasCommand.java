package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.alphapulse.riskbudget.cli.base.Version;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.schema.Subject;
import com.alphapulse.riskbudget.topology.kafka.Subjects;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.avro.SchemaFormatter;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riskbudget schemas}. */
@Command(
    name = "schemas",
    description =
        "Registers the schemas of all topics, verifies what is registered, or writes them to"
            + " files.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class SchemasCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Mode mode;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Configuration, as YAML. Needed for all but --export, which takes the installation's name"
              + " from it.")
  private Path config;

  /** What to do. */
  static final class Mode {
    @Option(
        names = "--register",
        required = true,
        description = "Register what is missing, set compatibility levels, then verify all.")
    private boolean register;

    @SuppressWarnings("UnusedVariable") // Exactly one of the three is given: the others tell.
    @Option(
        names = "--check",
        required = true,
        description = "Verify subjects, compatibility levels, and that the latest can be read.")
    private boolean check;

    @Option(
        names = "--export",
        required = true,
        paramLabel = "DIR",
        description = "Write each subject's schema to DIR/SUBJECT.avsc, complete in itself.")
    private Path export;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (mode.export != null) {
      List<Subject> subjects =
          Subjects.all(
              config == null
                  ? InstallationName.NONE
                  : Configuration.load(config).kafka().installation());
      export(subjects, mode.export);
      out.println("%d schemas in %s".formatted(subjects.size(), mode.export));
      out.flush();
      return 0;
    }
    if (config == null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: --config=FILE");
    }
    SubjectReport report = new SubjectReport(Configuration.load(config), out);
    return report.print(mode.register) ? 0 : ExitCode.FOUND_A_PROBLEM;
  }

  private static void export(List<Subject> subjects, Path folder) {
    try {
      Files.createDirectories(folder);
      for (Subject subject : subjects) {
        Files.writeString(folder.resolve(subject.name() + ".avsc"), text(subject));
      }
    } catch (IOException e) {
      throw new ConfigurationException("--export", List.of("cannot write to " + e.getMessage()));
    }
  }

  /** A subject's schema with all its types inside, for people and generators of code. */
  private static String text(Subject subject) {
    return SchemaFormatter.format("json/pretty", subject.schema()) + "\n";
  }
}
