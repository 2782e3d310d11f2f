package com.alphapulse.riskbudget.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.schema.Subject;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import com.alphapulse.riskbudget.topology.failure.FailedRecords;
import com.alphapulse.riskbudget.topology.kafka.Subjects;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every name that the applications have on the cluster begins with the installation's. */
class NamesOnClusterTest {
  private static final String NAMED =
      "kafka: {installation: paper, partitions: 1, state_directory: '%s'}";
  private static final String BARE = "kafka: {partitions: 1, state_directory: '%s'}";
  private static final List<Set<Stage>> APPLICATIONS =
      List.of(EnumSet.of(Stage.MARKET, Stage.BUDGET), EnumSet.of(Stage.GATE));

  @TempDir Path folder;

  /** Topics and ids of both applications, and all subjects. */
  private record Names(Set<String> topics, Set<String> internal, Set<String> ids) {}

  private Names names(String yaml) {
    Configuration configuration = Configuration.parse("test", yaml.formatted(folder));
    Set<String> topics = new TreeSet<>();
    Set<String> internal = new TreeSet<>();
    Set<String> ids = new TreeSet<>();
    for (Set<Stage> stages : APPLICATIONS) {
      try (Metrics metrics = new Metrics()) {
        Properties settings =
            stages.contains(Stage.GATE)
                ? StreamsSettings.orderGate(configuration, metrics)
                : StreamsSettings.riskBudget(configuration, metrics);
        Topology topology =
            Stages.topology(
                configuration,
                stages,
                new RecordSerdes(new InMemorySchemaRegistry(), configuration.registry()),
                metrics,
                new FailedRecords());
        String id = settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
        ids.add(id);
        for (String topic : topics(topology)) {
          // A repartition topic is described without the id that Kafka Streams puts before it.
          if (topic.endsWith("-repartition")) {
            internal.add(id + "-" + topic);
          } else {
            topics.add(topic);
          }
        }
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings)) {
          driver.getAllStateStores().keySet().forEach(s -> internal.add(id + "-" + s));
        }
      }
    }
    return new Names(topics, internal, ids);
  }

  private static Set<String> topics(Topology topology) {
    Set<String> topics = new TreeSet<>();
    topology.describe().subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .forEach(
            node -> {
              if (node instanceof TopologyDescription.Source source) {
                topics.addAll(source.topicSet());
              } else if (node instanceof TopologyDescription.Sink sink) {
                topics.add(sink.topic());
              }
            });
    return topics;
  }

  @Test
  void shouldBeginWithTheInstallation_whenItHasAName() {
    Names bare = names(BARE);
    Names named = names(NAMED);

    assertThat(named.topics()).isEqualTo(prefixed(bare.topics())).hasSizeGreaterThan(15);
    assertThat(named.internal()).isEqualTo(prefixed(bare.internal())).hasSizeGreaterThan(7);
    assertThat(named.ids()).containsExactly("paper.order-gate", "paper.risk-budget");
    assertThat(subjects(NAMED)).isEqualTo(prefixed(subjects(BARE))).hasSize(18);
  }

  @Test
  void shouldBeBare_whenItHasNone() {
    assertThat(names(BARE).topics())
        .allSatisfy(
            name -> assertThat(Stream.of(Topics.values()).map(Topics::logicalName)).contains(name));
    assertThat(names(BARE).ids()).containsExactly("order-gate", "risk-budget");
    assertThat(subjects(BARE)).contains("order-intent-value");
  }

  /** Kafka's bound. */
  @Test
  void shouldFitWithinWhatKafkaTakes_whenTheNameIsAsLongAsItMay() {
    Names longest = names(NAMED.replace("paper", "a".repeat(64)));
    List<String> all = new ArrayList<>(longest.internal());
    all.addAll(longest.topics());

    assertThat(all)
        .allSatisfy(name -> assertThat((name + "-changelog").length()).isLessThanOrEqualTo(249))
        .allSatisfy(name -> assertThat(name).matches("[a-zA-Z0-9._-]+"));
  }

  private Set<String> subjects(String yaml) {
    return Subjects.all(Configuration.parse("test", yaml.formatted(folder)).kafka().installation())
        .stream()
        .map(Subject::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> prefixed(Set<String> names) {
    return names.stream()
        .map(name -> "paper." + name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
