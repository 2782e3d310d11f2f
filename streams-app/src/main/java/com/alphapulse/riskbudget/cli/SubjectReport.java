package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.RegistrySettings;
import com.alphapulse.riskbudget.schema.Subject;
import com.alphapulse.riskbudget.schema.SubjectSetup;
import com.alphapulse.riskbudget.serde.HttpSubjectRegistry;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import com.alphapulse.riskbudget.topology.kafka.Subjects;
import java.io.PrintWriter;
import java.util.List;

/** Sets up and verifies the subjects in the configured registry, and tells what it finds. */
final class SubjectReport {
  private final SubjectSetup setup;
  private final List<Subject> subjects;
  private final PrintWriter out;

  /**
   * For the registry of a configuration.
   *
   * @throws ConfigurationException if its address or properties cannot be used
   */
  SubjectReport(Configuration configuration, PrintWriter out) {
    RegistrySettings settings = configuration.registry();
    this.out = out;
    subjects = Subjects.all(configuration.kafka().installation());
    try {
      setup =
          new SubjectSetup(
              settings.serdeClass().isEmpty()
                  ? new HttpSubjectRegistry(settings.url(), settings.properties())
                  : HttpSubjectRegistry.ofShared(settings.url(), settings.properties()),
              subjects);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("schema_registry", List.of(e.getMessage()));
    }
  }

  /**
   * Prints what is done and found.
   *
   * @param register whether to register what is missing, before all is verified
   * @return whether all is as it should be
   */
  boolean print(boolean register) {
    List<String> problems;
    try {
      if (register) {
        setup.register().forEach(out::println);
      }
      problems = setup.problems();
    } catch (RegistryUnavailableException e) {
      problems = List.of("schema registry: " + e.getMessage());
    }
    problems.forEach(out::println);
    if (problems.isEmpty()) {
      out.println("%d subjects: as they should be".formatted(subjects.size()));
    }
    out.flush();
    return problems.isEmpty();
  }
}
