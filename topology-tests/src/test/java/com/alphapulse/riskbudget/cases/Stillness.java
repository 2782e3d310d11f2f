package com.alphapulse.riskbudget.cases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells when the stages have applied all that was sent: the offsets that they have committed are at
 * the end of each of their inputs, and nothing has been added for longer than they hold anything
 * back.
 */
final class Stillness implements AutoCloseable {
  /** Prices are held back for {@code market.mark_interval}, of 50 ms at most. */
  private static final Duration QUIET = Duration.ofMillis(120);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

  private final Admin admin;
  private final List<String> applications;
  private Set<Input> inputs = Set.of();

  /** A partition that an application reads. */
  private record Input(String application, TopicPartition partition) {}

  Stillness(String bootstrapServers, List<String> applications) {
    this.applications = applications;
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /**
   * Waits.
   *
   * @throws IllegalStateException if the stages do not get to the end of their inputs
   */
  void await() {
    long start = System.nanoTime();
    long since = start;
    Map<TopicPartition, Long> seen = Map.of();
    while (true) {
      Map<TopicPartition, Long> ends = ends();
      List<String> behind = behind(ends);
      long now = System.nanoTime();
      if (!behind.isEmpty() || !ends.equals(seen)) {
        since = now;
        seen = ends;
      } else if (now - since >= QUIET.toNanos()) {
        return;
      }
      if (now - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("the stages do not come to rest; behind: " + behind);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private List<String> behind(Map<TopicPartition, Long> ends) {
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
        await(
            admin
                .listConsumerGroupOffsets(
                    applications.stream()
                        .collect(
                            Collectors.toMap(
                                Function.identity(), name -> new ListConsumerGroupOffsetsSpec())))
                .all());
    List<String> behind = new ArrayList<>();
    for (Input input : inputs) {
      OffsetAndMetadata offset = committed.get(input.application()).get(input.partition());
      long reached = offset == null ? 0 : offset.offset();
      long end = ends.get(input.partition());
      if (reached < end) {
        behind.add("%s at %d of %d".formatted(input, reached, end));
      }
    }
    return behind;
  }

  private Map<TopicPartition, Long> ends() {
    if (inputs.isEmpty()) {
      inputs = inputs();
    }
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    inputs.forEach(input -> latest.put(input.partition(), OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    await(admin.listOffsets(latest).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  /** Whatever the applications have been assigned, internal topics included. */
  private Set<Input> inputs() {
    Set<Input> assigned = new HashSet<>();
    await(admin.describeConsumerGroups(applications).all())
        .forEach(
            (application, group) ->
                group
                    .members()
                    .forEach(
                        member ->
                            member
                                .assignment()
                                .topicPartitions()
                                .forEach(p -> assigned.add(new Input(application, p)))));
    return assigned;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
