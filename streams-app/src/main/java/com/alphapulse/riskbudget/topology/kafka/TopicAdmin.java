package com.alphapulse.riskbudget.topology.kafka;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.config.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and verifies the topics. */
public final class TopicAdmin implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopicAdmin.class);
  private static final Duration TIMEOUT = AdminCalls.TIMEOUT;
  private static final long VISIBLE_CHECK_NANOS = Duration.ofMillis(50).toNanos();

  private final Admin admin;
  private final KafkaSettings settings;
  private final InstallationName installation;
  private final AdminCalls calls;

  public TopicAdmin(KafkaSettings settings) {
    this.settings = settings;
    this.installation = settings.installation();
    this.calls = new AdminCalls(settings);
    Map<String, Object> properties = new HashMap<>(settings.properties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    admin = Admin.create(properties);
  }

  /**
   * Makes the topics that do not exist. Those that do stay as they are, but for the size of their
   * messages: it is raised where it is less than the product's records need.
   *
   * @param retention instead of each topic's own, for a replay of times long past; empty otherwise
   * @return names of those made
   * @throws KafkaException if the cluster does not answer or refuses
   */
  public List<String> create(Optional<Duration> retention) {
    Set<String> existing = await(admin.listTopics().names());
    List<NewTopic> missing = new ArrayList<>();
    for (Topics topic : Topics.values()) {
      if (!existing.contains(topic.on(installation))) {
        long retentionMillis = retention.map(Duration::toMillis).orElse(topic.retentionMillis());
        missing.add(
            new NewTopic(
                    topic.on(installation),
                    settings.partitions(),
                    (short) settings.replicationFactor())
                .configs(
                    Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        topic.cleanupPolicy(),
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(retentionMillis),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(topic.maxMessageBytes()),
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        Integer.toString(settings.minInsyncReplicas()))));
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
    List<String> made = missing.stream().map(NewTopic::name).toList();
    awaitVisible(made);
    awaitWritable(made);
    raise(tooSmall(needed(existing)));
    return made;
  }

  /** A topic is made by the controller; the broker that is asked next may not know it yet. */
  private void awaitVisible(List<String> names) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!await(admin.listTopics().names()).containsAll(names)) {
      if (System.nanoTime() - deadline > 0) {
        throw new org.apache.kafka.common.errors.TimeoutException(
            "the cluster does not show the topics that it made within "
                + TIMEOUT.toSeconds()
                + " s: "
                + names);
      }
      LockSupport.parkNanos(VISIBLE_CHECK_NANOS);
    }
  }

  /**
   * A leader may not have opened its log yet when it is named. A producer whose first records meet
   * such a one can end in a circle of refused sequence numbers until they expire.
   */
  private void awaitWritable(List<String> names) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (String name : names) {
      for (int partition = 0; partition < settings.partitions(); partition++) {
        ends.put(new TopicPartition(name, partition), OffsetSpec.latest());
      }
    }
    // The client asks again for as long as a leader does not know its partition.
    await(admin.listOffsets(ends).all());
  }

  /** Largest message that each of those topics must take that exist, in bytes. */
  private Map<String, Integer> needed(Set<String> existing) {
    Map<String, Integer> needed = new TreeMap<>();
    for (Topics topic : Topics.values()) {
      needed.put(topic.on(installation), topic.maxMessageBytes());
    }
    for (String topic : Names.internalTopics(settings)) {
      needed.put(topic, Topics.INTERNAL_MESSAGE_BYTES);
    }
    needed.keySet().retainAll(existing);
    return needed;
  }

  /** Those whose messages may not be as large as needed, with what they take, in bytes. */
  private Map<ConfigResource, TooSmall> tooSmall(Map<String, Integer> needed) {
    List<ConfigResource> resources =
        needed.keySet().stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    Map<ConfigResource, TooSmall> tooSmall = new LinkedHashMap<>();
    configs(resources)
        .forEach(
            (resource, config) -> {
              int taken =
                  Integer.parseInt(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
              int wanted = needed.get(resource.name());
              if (taken < wanted) {
                tooSmall.put(resource, new TooSmall(taken, wanted));
              }
            });
    return tooSmall;
  }

  /** Without the right to see them, they are left to those who have it. */
  private Map<ConfigResource, Config> configs(Collection<ConfigResource> topics) {
    try {
      return await(admin.describeConfigs(topics).all());
    } catch (AuthorizationException e) {
      log.warn("Settings of topics are not checked: {}", e.getMessage());
      return Map.of();
    }
  }

  private record TooSmall(int taken, int needed) {}

  private void raise(Map<ConfigResource, TooSmall> topics) {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    topics.forEach(
        (resource, size) ->
            changes.put(
                resource,
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry(
                            TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(size.needed())),
                        AlterConfigOp.OpType.SET))));
    if (!changes.isEmpty()) {
      await(admin.incrementalAlterConfigs(changes).all());
    }
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
      if (existing.contains(topic.on(installation))) {
        present.add(topic.on(installation));
      } else {
        problems.add("topic " + topic.on(installation) + " is missing: make it (topics --create)");
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
    tooSmall(needed(existing))
        .forEach(
            (resource, size) ->
                problems.add(
                    "topic %s takes messages of up to %d bytes (max.message.bytes) and needs %d; topics --create raises it"
                        .formatted(resource.name(), size.taken(), size.needed())));
    return problems;
  }

  /**
   * Compares how the topics that exist are kept with how they should be. Stages run all the same.
   *
   * @return problems and notes, one sentence each
   * @throws KafkaException if the cluster does not answer or refuses
   */
  public TopicPolicy policy() {
    Set<String> existing = await(admin.listTopics().names());
    List<String> problems = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<ConfigResource> resources = new ArrayList<>();
    for (Topics topic : Topics.values()) {
      if (existing.contains(topic.on(installation))) {
        resources.add(new ConfigResource(ConfigResource.Type.TOPIC, topic.on(installation)));
      }
    }
    Map<ConfigResource, Config> configs = configs(resources);
    for (ConfigResource resource : resources) {
      if (configs.containsKey(resource)) {
        TopicPolicy found =
            TopicPolicy.of(
                Topics.named(resource.name(), installation).orElseThrow(),
                resource.name(),
                settings.minInsyncReplicas(),
                key -> configs.get(resource).get(key).value());
        problems.addAll(found.problems());
        notes.addAll(found.notes());
      }
    }
    return new TopicPolicy(problems, notes);
  }

  /**
   * Looks for consumer groups that do what those of this installation are to do.
   *
   * @return what is wrong, one sentence each; empty if nothing is
   * @throws KafkaException if the cluster does not answer
   */
  public List<String> rivals(Collection<Claim> claims) {
    return new Rivals(admin, settings).of(claims);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }

  private <T> T await(KafkaFuture<T> future) {
    return calls.await(future);
  }
}
