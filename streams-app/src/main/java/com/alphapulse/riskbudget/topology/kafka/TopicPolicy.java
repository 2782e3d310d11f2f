package com.alphapulse.riskbudget.topology.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How a topic's settings on the cluster differ from how the product wants it kept.
 *
 * <p>Records that go too early are a problem: an audit without its inputs, a portfolio that is
 * forgotten after a week. Records that are kept longer are the operator's good right, and only
 * worth a note.
 *
 * @param problems what may lose records, one sentence each
 * @param notes other differences, one sentence each
 */
public record TopicPolicy(List<String> problems, List<String> notes) {

  private static final String DELETE = TopicConfig.CLEANUP_POLICY_DELETE;
  private static final String COMPACT = TopicConfig.CLEANUP_POLICY_COMPACT;
  private static final long FOREVER = -1;

  /**
   * Compares a topic with the cluster's settings of it.
   *
   * @param name of the topic on the cluster
   * @param setting value of each of the topic's settings on the cluster
   * @param minInsyncReplicas what a topic of the product is made with
   */
  static TopicPolicy of(
      Topics topic, String name, int minInsyncReplicas, Function<String, String> setting) {
    TopicPolicy found = new TopicPolicy(new ArrayList<>(), new ArrayList<>());
    Set<String> wanted = parts(topic.cleanupPolicy());
    Set<String> actual = parts(setting.apply(TopicConfig.CLEANUP_POLICY_CONFIG));
    if (!actual.equals(wanted)) {
      found.compareCleanup(name, wanted, actual);
    }
    if (actual.contains(DELETE)) {
      found.compareRetention(
          topic, name, wanted, Long.parseLong(setting.apply(TopicConfig.RETENTION_MS_CONFIG)));
    }
    int minimum = Integer.parseInt(setting.apply(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG));
    if (minimum < minInsyncReplicas) {
      found.problems.add(
          "topic %s has min.insync.replicas %d and should have %d: what was acknowledged may be lost with one broker"
              .formatted(name, minimum, minInsyncReplicas));
    }
    return found;
  }

  private void compareCleanup(String name, Set<String> wanted, Set<String> actual) {
    // Nothing goes earlier where deletion is left out; compaction added or left out always shows.
    boolean onlyKeepsMore = wanted.contains(COMPACT) == actual.contains(COMPACT);
    (onlyKeepsMore && wanted.contains(DELETE) ? notes : problems)
        .add(
            "topic %s has cleanup.policy %s and should have %s"
                .formatted(name, String.join(",", actual), String.join(",", wanted)));
  }

  private void compareRetention(Topics topic, String name, Set<String> wanted, long millis) {
    long shortest = wanted.contains(DELETE) ? topic.retentionMillis() : FOREVER;
    if (millis == shortest) {
      return;
    }
    boolean shorter = millis != FOREVER && (shortest == FOREVER || millis < shortest);
    (shorter ? problems : notes)
        .add(
            "topic %s keeps records for %s and should for %s (retention.ms %d, not %d)"
                .formatted(name, describe(millis), describe(shortest), millis, shortest));
  }

  private static Set<String> parts(String policy) {
    return Arrays.stream(policy.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String describe(long millis) {
    if (millis < 0) {
      return "ever";
    }
    Duration duration = Duration.ofMillis(millis);
    return duration.toDays() > 0 ? duration.toDays() + " days" : duration.toSeconds() + " s";
  }
}
