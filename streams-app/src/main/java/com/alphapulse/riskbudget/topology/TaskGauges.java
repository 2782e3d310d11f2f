package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.observability.Meters;
import com.alphapulse.riskbudget.observability.Metrics;
import java.util.Collection;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/**
 * Shows how many tasks with state an application works on here, how many copies it keeps here and
 * how many are wanted of each: over all instances, the copies that are missing follow.
 */
final class TaskGauges {
  private final KafkaStreams streams;
  private final Set<Integer> stateful;

  private TaskGauges(KafkaStreams streams, Set<Integer> stateful) {
    this.streams = streams;
    this.stateful = stateful;
  }

  static void show(
      KafkaStreams streams,
      Topology topology,
      Properties settings,
      String application,
      Metrics metrics) {
    TaskGauges gauges = new TaskGauges(streams, stateful(topology));
    metrics.show(
        Meters.TASKS, () -> gauges.count(ThreadMetadata::activeTasks), application, "ACTIVE");
    metrics.show(
        Meters.TASKS, () -> gauges.count(ThreadMetadata::standbyTasks), application, "STANDBY");
    int replicas =
        Integer.parseInt(
            settings.getOrDefault(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, "0").toString());
    metrics.show(Meters.STANDBY_REPLICAS, () -> replicas, application);
  }

  /** Numbers of the parts of a topology that keep state: only they have copies. */
  static Set<Integer> stateful(Topology topology) {
    return topology.describe().subtopologies().stream()
        .filter(part -> part.nodes().stream().anyMatch(TaskGauges::keepsState))
        .map(TopologyDescription.Subtopology::id)
        .collect(Collectors.toSet());
  }

  private static boolean keepsState(TopologyDescription.Node node) {
    return node instanceof TopologyDescription.Processor processor && !processor.stores().isEmpty();
  }

  private long count(Function<ThreadMetadata, Collection<TaskMetadata>> tasks) {
    if (!streams.state().isRunningOrRebalancing()) {
      return 0; // It would not tell.
    }
    return streams.metadataForLocalThreads().stream()
        .flatMap(thread -> tasks.apply(thread).stream())
        .filter(task -> stateful.contains(task.taskId().subtopology()))
        .count();
  }
}
