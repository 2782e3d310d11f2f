package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.BudgetCause;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.observability.Meters;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.failure.FailedRecords;
import com.alphapulse.riskbudget.topology.failure.FailureHandler;
import com.alphapulse.riskbudget.topology.failure.FailurePolicy;
import com.alphapulse.riskbudget.topology.gate.GateQuestions;
import com.alphapulse.riskbudget.topology.gate.LedgerStore;
import com.alphapulse.riskbudget.topology.kafka.GateClients;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.OrderProgress;
import com.alphapulse.riskbudget.topology.kafka.RestoreProgress;
import com.alphapulse.riskbudget.topology.kafka.StageClients;
import com.alphapulse.riskbudget.topology.kafka.TopicAdmin;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running stages of a process. */
public final class Stages implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Stages.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private final Map<String, KafkaStreams> applications = new LinkedHashMap<>();
  private final OrderProgress progress = new OrderProgress();
  private final List<AutoCloseable> meters = new ArrayList<>();
  private final InstallationName installation;
  private Optional<GateQuestions> questions = Optional.empty();

  private Stages(InstallationName installation) {
    this.installation = installation;
  }

  /**
   * Verifies the topics and starts the stages. Returns while they are still starting; see {@link
   * #areRunning}.
   *
   * @throws ConfigurationException if a topic is missing or has the wrong number of partitions, or
   *     another consumer group does already what these stages are to do
   * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
   */
  public static Stages start(
      Configuration configuration, Set<Stage> wanted, SchemaRegistry registry, Metrics metrics) {
    try (TopicAdmin admin = new TopicAdmin(configuration.kafka())) {
      List<String> problems = new ArrayList<>(admin.check());
      problems.addAll(admin.rivals(wanted.stream().map(Stage::claim).toList()));
      if (!problems.isEmpty()) {
        throw new ConfigurationException(configuration.kafka().bootstrapServers(), problems);
      }
    }
    Stages stages = new Stages(configuration.kafka().installation());
    try {
      stages.startAll(configuration, wanted, registry, metrics);
    } catch (RuntimeException e) {
      stages.close();
      throw e;
    }
    return stages;
  }

  /**
   * The topology of an application with the given stages.
   *
   * @param failed what is set aside before it reaches a stage
   */
  static Topology topology(
      Configuration configuration,
      Set<Stage> stages,
      RecordSerdes serdes,
      Metrics metrics,
      FailedRecords failed) {
    return stages.contains(Stage.GATE)
        ? OrderGateTopology.build(
            configuration, metrics, serdes, failed, new LedgerStore.Supplier())
        : RiskBudgetTopology.build(configuration, metrics, serdes, failed, stages);
  }

  /** Whether every application runs; false while one starts, rebalances or has failed. */
  public boolean areRunning() {
    return applications.values().stream().allMatch(a -> a.state() == KafkaStreams.State.RUNNING);
  }

  /**
   * Why not everything is being worked on, one sentence each; empty where it is. An application
   * that starts, rebalances or has failed is told, and a partition whose orders stand still.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    applications.forEach(
        (name, application) -> {
          if (application.state() != KafkaStreams.State.RUNNING) {
            problems.add("%s is in state %s".formatted(name, application.state()));
          }
        });
    problems.addAll(progress.standingStill(System.nanoTime()));
    return problems;
  }

  /** Questions to the gate's live state; empty where the gate does not run in this process. */
  public Optional<GateQuestions> questions() {
    return questions;
  }

  /**
   * Host and port at which the instance that decides a partition's orders is reached; empty where
   * it is not known, or has not said.
   */
  public Optional<String> gateOf(int partition) {
    KafkaStreams gate = applications.get(Names.ORDER_GATE);
    if (gate == null) {
      return Optional.empty();
    }
    TopicPartition orders = new TopicPartition(Topics.ORDER_INTENT.on(installation), partition);
    return gate.metadataForAllStreamsClients().stream()
        .filter(client -> client.topicPartitions().contains(orders))
        .map(StreamsMetadata::hostInfo)
        .filter(host -> !host.equals(HostInfo.unavailable()))
        .map(host -> host.host() + ":" + host.port())
        .findFirst();
  }

  /** Whether an application has stopped for good. */
  public boolean haveFailed() {
    return applications.values().stream().anyMatch(a -> a.state() == KafkaStreams.State.ERROR);
  }

  /** Stops every application, each within a few seconds. */
  @Override
  public void close() {
    for (AutoCloseable meter : meters) {
      try {
        meter.close();
      } catch (Exception e) {
        log.warn("Meters were not closed", e);
      }
    }
    List<Thread> closing = new ArrayList<>();
    for (KafkaStreams application : applications.values()) {
      Thread thread = new Thread(() -> application.close(leaving()), "close-streams");
      thread.start();
      closing.add(thread);
    }
    for (Thread thread : closing) {
      try {
        thread.join(CLOSE_TIMEOUT.toMillis() + 500);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Leaves the group: otherwise nobody, not even a restart of this process, would get its
   * partitions before its session has expired, and orders would wait for as long.
   */
  private static CloseOptions leaving() {
    return CloseOptions.timeout(CLOSE_TIMEOUT)
        .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
  }

  private void startAll(
      Configuration configuration, Set<Stage> wanted, SchemaRegistry registry, Metrics metrics) {
    Set<Stage> budgetStages = EnumSet.noneOf(Stage.class);
    budgetStages.addAll(wanted);
    budgetStages.remove(Stage.GATE);
    if (!configuration.riskBudgeting().enabled()) {
      log.warn("risk_budgeting.enabled is false: no budgets, so the gate only lets risk be cut");
      budgetStages.remove(Stage.BUDGET);
    }
    expect(metrics);
    RecordSerdes serdes = new RecordSerdes(registry, configuration.registry());
    if (!budgetStages.isEmpty()) {
      FailureHandler failures = FailureHandler.of(installation, metrics, serdes);
      Properties settings = StreamsSettings.riskBudget(configuration, metrics);
      failures.configure(settings);
      Topology topology = topology(configuration, budgetStages, serdes, metrics, failures.failed());
      KafkaStreams streams = new KafkaStreams(topology, settings, new StageClients());
      TaskGauges.show(streams, topology, settings, Names.RISK_BUDGET, metrics);
      start(streams, Names.RISK_BUDGET, failures.failed(), metrics);
    }
    if (wanted.contains(Stage.GATE)) {
      FailureHandler failures = FailureHandler.of(installation, metrics, serdes);
      Properties settings = StreamsSettings.orderGate(configuration, metrics);
      failures.configure(settings);
      LedgerStore.Supplier ledgers = new LedgerStore.Supplier();
      GateQuestions asked =
          new GateQuestions(configuration.gate(), ledgers, InstantSource.system());
      questions = Optional.of(asked);
      Topology topology =
          OrderGateTopology.build(configuration, metrics, serdes, failures.failed(), ledgers);
      KafkaStreams streams =
          new KafkaStreams(topology, settings, new GateClients(installation, progress, asked));
      TaskGauges.show(streams, topology, settings, Names.ORDER_GATE, metrics);
      showAgeLimits(configuration.gate(), metrics);
      start(streams, Names.ORDER_GATE, failures.failed(), metrics);
    }
  }

  private void start(KafkaStreams streams, String name, FailedRecords failed, Metrics metrics) {
    applications.put(name, streams);
    streams.setUncaughtExceptionHandler(new FailurePolicy(name, failed, InstantSource.system()));
    RestoreProgress restore = new RestoreProgress();
    streams.setGlobalStateRestoreListener(restore);
    metrics.show(Meters.RESTORE_REMAINING, restore::remaining, name);
    streams.start();
    meters.add(metrics.bind(streams, name));
  }

  /** From when on the gate takes its inputs for stale: what rules hold ages against. */
  private static void showAgeLimits(GateSettings gate, Metrics metrics) {
    Map.of(
            "MARK", gate.maxMarkAge(),
            "HELD_MARK", gate.maxHeldMarkAge(),
            "BUDGET", gate.maxBudgetAge(),
            "RISK_MODEL", gate.maxRiskModelAge(),
            "RESERVATION", gate.staleReservationAge())
        .forEach((input, age) -> metrics.tell(Meters.AGE_LIMIT, age.toMillis() / 1e3, input));
  }

  /** Every counter is there from the start. */
  private static void expect(Metrics metrics) {
    metrics.expect(Meters.DECISIONS, Outcome.APPROVED, Outcome.REJECTED);
    metrics.expect(Meters.VIOLATIONS, RejectReason.values());
    metrics.expect(Meters.BUDGETS, BudgetCause.values());
    metrics.expect(Meters.ALERTS, AlertType.values());
    metrics.expect(
        Meters.DEAD_LETTERS, Arrays.stream(Topics.values()).map(Topics::logicalName).toList());
  }
}
