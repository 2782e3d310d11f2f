package com.alphapulse.riskbudget.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes and verifies topics. */
public final class TopicAdmin {
  private static final long TIMEOUT_SECONDS = 30;

  private final Admin admin;

  /**
   * A topic as it should be.
   *
   * @param cleanupPolicy value of {@code cleanup.policy}
   * @param retentionMillis value of {@code retention.ms}; -1 is for ever
   */
  public record Declared(String name, String cleanupPolicy, long retentionMillis) {
    /** The same topic, kept for ever, as records with old event times need it. */
    Declared forEver() {
      return new Declared(name, cleanupPolicy, -1);
    }
  }

  /**
   * @param admin of the cluster; the caller closes it
   */
  public TopicAdmin(Admin admin) {
    this.admin = admin;
  }

  /**
   * Makes the topics that are missing; those that exist stay as they are.
   *
   * @return names of the ones made
   * @throws KafkaException if the cluster refuses or does not answer
   */
  public List<String> create(Collection<Declared> topics, int partitions, int replicationFactor) {
    List<String> made = new ArrayList<>();
    Map<String, NewTopic> wanted = new HashMap<>();
    for (Declared topic : topics) {
      wanted.put(
          topic.name(),
          new NewTopic(topic.name(), partitions, (short) replicationFactor)
              .configs(
                  Map.of(
                      TopicConfig.CLEANUP_POLICY_CONFIG,
                      topic.cleanupPolicy(),
                      TopicConfig.RETENTION_MS_CONFIG,
                      Long.toString(topic.retentionMillis()))));
    }
    admin
        .createTopics(wanted.values())
        .values()
        .forEach(
            (name, future) -> {
              try {
                future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                made.add(name);
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                  throw new KafkaException(
                      "Topic " + name + " cannot be made: " + e.getCause().getMessage(), e);
                }
              } catch (TimeoutException e) {
                throw new KafkaException("The cluster did not answer", e);
              } catch (InterruptedException e) {
                throw interrupted(e);
              }
            });
    return made.stream().sorted().toList();
  }

  /**
   * Holds the topics of the cluster against what they should be.
   *
   * @return what is wrong, one sentence each; empty when all is well
   * @throws KafkaException if the cluster does not answer
   */
  public List<String> check(Collection<Declared> topics, int partitions) {
    Set<String> existing = answer(admin.listTopics().names());
    List<String> present =
        topics.stream().map(Declared::name).filter(existing::contains).sorted().toList();
    Map<String, TopicDescription> described = answer(admin.describeTopics(present).allTopicNames());
    List<String> problems = new ArrayList<>();
    for (Declared topic : topics) {
      Optional<TopicDescription> found = Optional.ofNullable(described.get(topic.name()));
      if (found.isEmpty()) {
        problems.add("topic " + topic.name() + " is missing");
      } else if (found.get().partitions().size() != partitions) {
        problems.add(
            "topic %s has %d partitions instead of %d"
                .formatted(topic.name(), found.get().partitions().size(), partitions));
      }
    }
    return problems;
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new KafkaException("The cluster cannot be asked: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new KafkaException("The cluster did not answer", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static KafkaException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KafkaException("Interrupted", e);
  }
}
