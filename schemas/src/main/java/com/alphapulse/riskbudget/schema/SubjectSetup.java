package com.alphapulse.riskbudget.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes and verifies subjects in a registry. */
public final class SubjectSetup {

  private final SubjectRegistry registry;
  private final List<Subject> subjects;

  /** For these subjects in this registry. */
  public SubjectSetup(SubjectRegistry registry, List<Subject> subjects) {
    this.registry = registry;
    this.subjects = List.copyOf(subjects);
  }

  /**
   * Registers the schemas that are missing and sets the levels that are too low. Writes nothing
   * where all is as it should be, so that read-only credentials are then enough.
   *
   * @return what was done, one line each
   */
  public List<String> register() {
    List<String> done = new ArrayList<>();
    for (Subject subject : subjects) {
      if (!registry.has(subject.name(), subject.schema())) {
        Optional<String> refusal = registry.add(subject.name(), subject.schema());
        if (refusal.isPresent()) {
          done.add("could not register " + subject.name() + ": " + refusal.get());
          continue;
        }
        done.add("registered " + subject.name());
      }
      if (!subject.isGuardedBy(registry.level(subject.name()))) {
        registry.setLevel(subject.name(), subject.level());
        done.add("set " + subject.name() + " to " + subject.level());
      }
    }
    return done;
  }

  /**
   * Compares the registry with what the product and its senders need.
   *
   * @return what is wrong and what to do, one line each; empty if nothing is
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    subjects.forEach(subject -> check(subject, problems));
    return problems;
  }

  private void check(Subject subject, List<String> problems) {
    String name = subject.name();
    Optional<SubjectRegistry.Latest> latest = registry.latest(name);
    if (latest.isEmpty()) {
      problems.add("subject " + name + " is missing: register it (schemas --register)");
      return;
    }
    List<String> objections = subject.objections(latest.get().schema());
    if (!objections.isEmpty()) {
      problems.add(
          ("subject %s, version %d, the latest: %s. Clients that take the latest schema write"
                  + " records that are refused; delete this version"
                  + " (DELETE /subjects/%s/versions/%d), or register one above it that is right")
              .formatted(
                  name,
                  latest.get().number(),
                  String.join("; ", objections),
                  name,
                  latest.get().number()));
    }
    if (!registry.has(name, subject.schema())) {
      problems.add(
          "subject "
              + name
              + " has no version with this program's schema: register it (schemas --register)");
    }
    String level = registry.level(name);
    if (!subject.isGuardedBy(level)) {
      problems.add(
          "subject %s has compatibility %s, and needs %s: set it (schemas --register)"
              .formatted(name, level, subject.level()));
    }
  }
}
