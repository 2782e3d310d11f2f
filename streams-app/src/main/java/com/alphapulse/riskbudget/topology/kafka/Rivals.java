package com.alphapulse.riskbudget.topology.kafka;

import com.alphapulse.riskbudget.config.KafkaSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds consumer groups that do on this installation's topics what its own do: those of another
 * installation that was given the same name, or of this one under the id that it had before.
 */
final class Rivals {
  private static final Logger log = LoggerFactory.getLogger(Rivals.class);

  private final Admin admin;
  private final KafkaSettings settings;
  private final AdminCalls calls;

  Rivals(Admin admin, KafkaSettings settings) {
    this.admin = admin;
    this.settings = settings;
    this.calls = new AdminCalls(settings);
  }

  /**
   * Groups that something is claimed by beside this installation's own.
   *
   * @return one sentence each; empty if there is none
   * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
   */
  List<String> of(Collection<Claim> claims) {
    List<String> groups =
        calls.await(admin.listGroups().all()).stream().map(GroupListing::groupId).sorted().toList();
    List<String> problems = new ArrayList<>();
    for (Claim claim : claims) {
      String own = settings.applicationId(claim.application());
      for (String group : groups) {
        if (group.endsWith(claim.application()) && !group.equals(own)) {
          tell(group, claim, problems);
        }
      }
    }
    return problems;
  }

  private void tell(String group, Claim claim, List<String> problems) {
    String topic = claim.topic().on(settings.installation());
    String how =
        isRead(group, topic)
            ? "reads"
            : hasCommitted(group, topic) ? "has committed offsets of" : "";
    if (!how.isEmpty()) {
      problems.add(
          "consumer group %s %s %s: %s. Give one of the two installations a name of its own (kafka.installation); if that group is gone for good, take its offsets away: kafka-consumer-groups --bootstrap-server %s --delete-offsets --group %s --topic %s"
              .formatted(
                  group, how, topic, claim.harm(), settings.bootstrapServers(), group, topic));
    }
  }

  /** Whether a member has partitions of the topic, whatever it has committed so far. */
  private boolean isRead(String group, String topic) {
    var described = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
    return answer(group, described)
        .map(
            found ->
                found.members().stream()
                    .flatMap(member -> member.assignment().topicPartitions().stream())
                    .anyMatch(partition -> partition.topic().equals(topic)))
        .orElse(false);
  }

  private boolean hasCommitted(String group, String topic) {
    KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> offsets =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
    return answer(group, offsets)
        .map(
            found ->
                found.entrySet().stream()
                    .anyMatch(
                        entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null))
        .orElse(false);
  }

  /** Where groups are somebody's own, by access control, so are topics: it is left to that. */
  private <T> Optional<T> answer(String group, KafkaFuture<T> future) {
    try {
      return Optional.of(calls.await(future));
    } catch (AuthorizationException e) {
      log.warn(
          "Whether group {} reads this installation's topics is not checked: {}",
          group,
          e.getMessage());
    } catch (GroupIdNotFoundException e) {
      log.debug("Group {} has gone, or is of another kind", group, e);
    }
    return Optional.empty();
  }
}
