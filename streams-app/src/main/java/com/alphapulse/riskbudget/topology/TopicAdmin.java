package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.config.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes and verifies the topics. */
public final class TopicAdmin implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Admin admin;
  private final KafkaSettings settings;

  public TopicAdmin(KafkaSettings settings) {
    this.settings = settings;
    Map<String, Object> properties = new HashMap<>(settings.properties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    admin = Admin.create(properties);
  }

  /**
   * Makes the topics that do not exist; those that do stay as they are.
   *
   * @param retention instead of each topic's own, for a replay of times long past; empty otherwise
   * @return names of those made
   * @throws KafkaException if the cluster does not answer or refuses
   */
  public List<String> create(Optional<Duration> retention) {
    Set<String> existing = await(admin.listTopics().names());
    List<NewTopic> missing = new ArrayList<>();
    for (Topics topic : Topics.values()) {
      if (!existing.contains(topic.topicName())) {
        long retentionMillis = retention.map(Duration::toMillis).orElse(topic.retentionMillis());
        missing.add(
            new NewTopic(
                    topic.topicName(), settings.partitions(), (short) settings.replicationFactor())
                .configs(
                    Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        topic.cleanupPolicy(),
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(retentionMillis))));
      }
    }
    admin
        .createTopics(missing, new CreateTopicsOptions())
        .values()
        .forEach(
            (name, future) -> {
              try {
                await(future);
              } catch (TopicExistsException e) {
                // Made by another instance in the meantime, which is as good.
              }
            });
    return missing.stream().map(NewTopic::name).toList();
  }

  /**
   * Compares the cluster with what the stages need. Tasks read partition i of every topic together,
   * so a topic with fewer partitions would leave some of them without it, silently.
   *
   * @return what is wrong, one sentence each; empty if nothing is
   * @throws KafkaException if the cluster does not answer
   */
  public List<String> check() {
    Set<String> existing = await(admin.listTopics().names());
    List<String> problems = new ArrayList<>();
    List<String> present = new ArrayList<>();
    for (Topics topic : Topics.values()) {
      if (existing.contains(topic.topicName())) {
        present.add(topic.topicName());
      } else {
        problems.add("topic " + topic.topicName() + " is missing");
      }
    }
    Map<String, TopicDescription> descriptions =
        await(admin.describeTopics(present).allTopicNames());
    for (String name : present) {
      int partitions = descriptions.get(name).partitions().size();
      if (partitions != settings.partitions()) {
        problems.add(
            "topic %s has %d partitions, and kafka.partitions is %d"
                .formatted(name, partitions, settings.partitions()));
      }
    }
    return problems;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }

  private static <T> T await(org.apache.kafka.common.KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "the cluster did not answer within " + TIMEOUT.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }
}
