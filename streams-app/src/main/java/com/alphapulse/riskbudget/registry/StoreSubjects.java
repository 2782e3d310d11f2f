package com.alphapulse.riskbudget.registry;

import com.alphapulse.riskbudget.registry.RegistryContent.Version;
import com.alphapulse.riskbudget.schema.SubjectRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** The embedded registry's subjects, without HTTP in between. */
final class StoreSubjects implements SubjectRegistry {

  private final RegistryStore store;

  StoreSubjects(RegistryStore store) {
    this.store = store;
  }

  @Override
  public Optional<Latest> latest(String subject) {
    List<Version> versions = versions(subject);
    if (versions.isEmpty()) {
      return Optional.empty();
    }
    Version latest = versions.get(versions.size() - 1);
    return Optional.of(new Latest(latest.version(), latest.schema()));
  }

  @Override
  public boolean has(String subject, Schema schema) {
    return versions(subject).stream().anyMatch(version -> version.text().equals(schema.toString()));
  }

  @Override
  public Optional<String> add(String subject, Schema schema) {
    try {
      store.register(subject, schema.toString());
      return Optional.empty();
    } catch (RegistryException e) {
      if (e.status() >= 500) {
        throw e;
      }
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public String level(String subject) {
    return store.ownLevel(subject).orElseGet(store::globalLevel).name();
  }

  @Override
  public void setLevel(String subject, String level) {
    store.setLevel(subject, CompatibilityLevel.parse(level));
  }

  private List<Version> versions(String subject) {
    return store.subjects().contains(subject) ? store.versions(subject) : List.of();
  }
}
