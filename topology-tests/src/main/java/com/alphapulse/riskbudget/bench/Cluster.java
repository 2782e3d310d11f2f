package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.GateSettings.Profile;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.kafka.TopicAdmin;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The benchmark's broker, seen from the load: topics, offsets, and how far an application is. */
final class Cluster implements AutoCloseable {
  static final int PARTITIONS = 4;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String YAML =
      """
      # A backlog takes longer than any mark may be old: what is measured is deciding, not refusing.
      gate: {profile: %s, max_mark_age: 3600, max_budget_age: 3600, max_risk_model_age: 86400000}
      kafka:
        bootstrap_servers: "%s"
        installation: "%s"
        application_id_prefix: "%s-"
        partitions: %d
        replication_factor: 1
        gate_threads: 1
        state_directory: "%s"
      schema_registry: {url: "%s"}
      """;

  private final String bootstrapServers;
  private final String registryUrl;
  private final Path folder;
  private final Admin admin;
  private final SchemaRegistry registry;
  private int installations;
  private InstallationName installation = InstallationName.NONE;

  Cluster(String bootstrapServers, String registryUrl, Path folder) {
    this.bootstrapServers = bootstrapServers;
    this.registryUrl = registryUrl;
    this.folder = folder;
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    this.registry = new HttpSchemaRegistry(registryUrl, Map.of());
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  SchemaRegistry registry() {
    return registry;
  }

  /** That of the present world. */
  InstallationName installation() {
    return installation;
  }

  /** Configuration of an application, as YAML. */
  String yaml(String application, Profile profile) {
    return YAML.formatted(
        profile.name().toLowerCase(Locale.ROOT),
        bootstrapServers,
        installation.name(),
        application,
        PARTITIONS,
        folder.resolve("state-" + application),
        registryUrl);
  }

  /** The consumer group of an application. */
  private String group(String application) {
    return installation.onCluster(application + "-order-gate");
  }

  /**
   * Makes a new installation, whose topics are empty. That of the last world goes: nobody waits for
   * its topics, since no name is used twice.
   */
  void renew() {
    List<String> old = names();
    installation = new InstallationName("world" + ++installations);
    try (TopicAdmin topics =
        new TopicAdmin(Configuration.parse("bench", yaml("bench", Profile.THROUGHPUT)).kafka())) {
      topics.create(Optional.of(Duration.ofMillis(-1)));
    }
    await(admin.deleteTopics(old).all());
  }

  /**
   * Deletes what an application that has ended has kept on the broker. With offsets of its own left
   * there, it would look as if it answered the next one's orders, too.
   */
  void forget(String application) {
    String prefix = installation.onCluster(application + "-");
    await(admin.deleteTopics(names().stream().filter(n -> n.startsWith(prefix)).toList()).all());
    until(
        "the group of " + application + " to go",
        () -> succeeds(admin.deleteConsumerGroups(List.of(group(application))).all()));
  }

  /** Ends of all partitions of some topics. */
  Map<TopicPartition, Long> ends(Collection<Topics> topics) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (Topics topic : topics) {
      for (int i = 0; i < PARTITIONS; i++) {
        wanted.put(new TopicPartition(topic.on(installation), i), OffsetSpec.latest());
      }
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    await(admin.listOffsets(wanted).all()).forEach((at, info) -> ends.put(at, info.offset()));
    return ends;
  }

  /** Where an application that does not run begins to read. */
  void begin(String application, Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    offsets.forEach((at, offset) -> committed.put(at, new OffsetAndMetadata(offset)));
    until(
        "the group of " + application + " to be empty",
        () -> succeeds(admin.alterConsumerGroupOffsets(group(application), committed).all()));
  }

  /** What an application has committed. */
  Map<TopicPartition, Long> committed(String application) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    await(
            admin
                .listConsumerGroupOffsets(group(application))
                .partitionsToOffsetAndMetadata(group(application)))
        .forEach((at, offset) -> offsets.put(at, offset == null ? 0 : offset.offset()));
    return offsets;
  }

  /** Waits until an application has applied everything in some topics, as long as it gets on. */
  void awaitApplied(String application, Collection<Topics> topics) {
    Map<TopicPartition, Long> ends = ends(topics);
    long before = -1;
    long changed = System.nanoTime();
    while (true) {
      Map<TopicPartition, Long> committed = committed(application);
      long missing = 0;
      for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
        missing += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
      }
      if (missing == 0) {
        return;
      }
      if (missing != before) {
        before = missing;
        changed = System.nanoTime();
      } else if (System.nanoTime() - changed > PATIENCE.toNanos()) {
        throw new BenchFailedException(
            "%s stands still with %d records of reference data to apply"
                .formatted(application, missing));
      }
      pause(Duration.ofMillis(20));
    }
  }

  /** Waits for something, within two minutes. */
  static void until(String what, BooleanSupplier done) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new BenchFailedException(
            "waited %d s in vain for %s".formatted(PATIENCE.toSeconds(), what));
      }
      pause(Duration.ofMillis(10));
    }
  }

  /**
   * Waits.
   *
   * @throws BenchFailedException if the thread is interrupted
   */
  static void pause(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
    if (Thread.interrupted()) {
      throw interrupted(null);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  private List<String> names() {
    Set<String> all = await(admin.listTopics().names());
    List<String> names = new ArrayList<>(all);
    // The registry's topic stays.
    names.removeIf(name -> name.startsWith("_"));
    return names;
  }

  private static boolean succeeds(KafkaFuture<Void> future) {
    try {
      future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return null; // Only of a deletion that was asked for twice.
      }
      throw new BenchFailedException("the broker refused: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new BenchFailedException("the broker did not answer", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static BenchFailedException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new BenchFailedException("interrupted", cause);
  }
}
