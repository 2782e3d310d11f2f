package com.alphapulse.riskbudget.monitoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code /metrics} answers, held against Prometheus' text format and conventions
 * (prometheus.io/docs/practices/naming), as {@code promtool check metrics} does it.
 */
final class Exposition {
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");
  private static final Pattern SAMPLE = Pattern.compile("([^\\s{]+)(\\{.*})? (\\S+)");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern UNIT =
      Pattern.compile(".*_(ms|ns|us|s|sec|secs|millis|milliseconds|mb|kb|minutes|hours|percent)");
  private static final List<String> PARTS = List.of("_bucket", "_sum", "_count");

  private final List<String> complaints = new ArrayList<>();
  private final Map<String, String> types = new HashMap<>();
  private final Set<String> series = new HashSet<>();

  /**
   * @param text the whole answer
   */
  Exposition(String text) {
    Set<String> helped = new HashSet<>();
    text.lines()
        .forEach(
            line -> {
              Matcher comment = COMMENT.matcher(line);
              if (!comment.matches()) {
                sample(line, helped);
              } else if (comment.group(1).equals("TYPE")) {
                family(comment.group(2), comment.group(3));
              } else {
                complainIf(comment.group(3).isBlank(), comment.group(2) + " has an empty help");
                helped.add(comment.group(2));
              }
            });
  }

  /** What is wrong, one sentence each; empty where all is well. */
  List<String> complaints() {
    return complaints;
  }

  /** Number of series. */
  int size() {
    return series.size();
  }

  private void family(String name, String type) {
    complainIf(types.put(name, type) != null, name + " is there twice");
    complainIf(!NAME.matcher(name).matches(), name + " is no name");
    complainIf(UNIT.matcher(name).matches(), name + " has no base unit");
    complainIf(
        type.equals("counter") != name.endsWith("_total"),
        name + " is a " + type + ": counters, and only they, end in _total");
    complainIf(
        type.equals("gauge") && PARTS.stream().anyMatch(name::endsWith),
        name + " is a gauge and ends as a part of a histogram");
  }

  private void sample(String line, Set<String> helped) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      complaints.add("no sample: " + line);
      return;
    }
    String family = family(sample.group(1));
    complainIf(!types.containsKey(family), family + " has no type");
    complainIf(!helped.contains(family), family + " has no help");
    complainIf(!series.add(sample.group(1) + sample.group(2)), "the same series twice: " + line);
  }

  /** The family that a sample belongs to. */
  private String family(String name) {
    return PARTS.stream()
        .filter(name::endsWith)
        .map(part -> name.substring(0, name.length() - part.length()))
        .filter(types::containsKey)
        .findFirst()
        .orElse(name);
  }

  private void complainIf(boolean wrong, String complaint) {
    if (wrong) {
      complaints.add(complaint);
    }
  }
}
