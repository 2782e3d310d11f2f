package com.alphapulse.riskbudget.demo.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** A log in memory that outlives its readers, and can fail before or after writing. */
final class MemoryRegistryLog implements RegistryLog {

  /** What the next append does. */
  enum Failure {
    NONE,
    BEFORE_WRITING,
    AFTER_WRITING
  }

  final List<Map.Entry<String, String>> entries;
  Failure failure = Failure.NONE;
  private int position;

  MemoryRegistryLog() {
    this(new ArrayList<>());
  }

  private MemoryRegistryLog(List<Map.Entry<String, String>> entries) {
    this.entries = entries;
  }

  /** The same entries, to be read from the beginning. */
  MemoryRegistryLog reopened() {
    return new MemoryRegistryLog(entries);
  }

  @Override
  public void append(String key, String value) {
    Failure now = failure;
    failure = Failure.NONE;
    if (now == Failure.BEFORE_WRITING) {
      throw new IllegalStateException("broker is gone");
    }
    entries.add(Map.entry(key, value));
    if (now == Failure.AFTER_WRITING) {
      throw new IllegalStateException("no acknowledgement");
    }
  }

  @Override
  public void readToEnd(BiConsumer<String, String> reader) {
    while (position < entries.size()) {
      Map.Entry<String, String> entry = entries.get(position++);
      reader.accept(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void close() {
    // Nothing to release.
  }
}
