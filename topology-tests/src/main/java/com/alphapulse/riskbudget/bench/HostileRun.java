package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.bench.HostileRecords.Hostile;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.runtime.LocalPlatform;
import com.alphapulse.riskbudget.runtime.Platform;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Sends hostile records to the stages of this process, with good orders between them, and counts
 * what came of all.
 *
 * <p>The good orders are sent twice: before the first hostile record, and between them. Their
 * portfolios are alike, so that the answers must be, too.
 */
final class HostileRun {
  /** Portfolios of the good orders of each kind, over all partitions. */
  private static final int PORTFOLIOS = 16;

  private static final int HOSTILE_PER_ORDER = 50;
  private static final int MOST_ORDERS = 20_000;

  /** Good orders that may be without an answer while more is sent. */
  private static final long MOST_OPEN = 500;

  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final Duration LONG_QUIET = Duration.ofSeconds(30);
  private static final Workload WORKLOAD = new Workload(2 * PORTFOLIOS, 2, 10, 10, 0, 0, false);
  private static final String YAML =
      """
      gate: {max_mark_age: 3600, max_budget_age: 3600, max_risk_model_age: 86400000, max_clock_lead: 3600}
      market: {mark_interval: 0.01}
      kafka:
        bootstrap_servers: "%s"
        application_id_prefix: "hostile-"
        partitions: %d
        replication_factor: 1
        state_directory: "%s"
      """;

  private final long records;
  private final long seed;
  private final Consumer<String> progress;
  private final Records good = new Records(WORKLOAD);
  private final HostileLedger ledger = new HostileLedger(Cluster.PARTITIONS);
  private final Map<String, Long> kinds = new TreeMap<>();
  private final Map<Class<?>, Serializer<?>> serializers = new HashMap<>();
  private final AtomicLong refusedByBroker = new AtomicLong();

  HostileRun(long records, long seed, Consumer<String> progress) {
    this.records = records;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param bootstrapServers of a broker without topics
   * @param folder for the state of the stages
   */
  HostileReport run(String bootstrapServers, Path folder) {
    Configuration configuration =
        Configuration.parse(
            "hostile", YAML.formatted(bootstrapServers, Cluster.PARTITIONS, folder.toString()));
    try (Platform platform =
            LocalPlatform.start(
                configuration,
                EnumSet.of(Platform.Part.MARKET, Platform.Part.BUDGET, Platform.Part.GATE),
                true,
                InstantSource.system());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of(
                    "bootstrap.servers",
                    bootstrapServers,
                    "max.request.size",
                    4 * 1024 * 1024,
                    "linger.ms",
                    5,
                    "batch.size",
                    256 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      HostileAnswers answers = new HostileAnswers(bootstrapServers, platform, ledger);
      try (answers) {
        return run(platform, producer, answers);
      }
    }
  }

  private HostileReport run(
      Platform platform, KafkaProducer<byte[], byte[]> producer, HostileAnswers answers) {
    Set<String> threads = streamThreads();
    open(platform, producer);
    long orders = Math.min(MOST_ORDERS, Math.max(PORTFOLIOS, records / HOSTILE_PER_ORDER));
    for (long i = 0; i < orders; i++) {
      order(platform, producer, i, 0);
    }
    producer.flush();
    answers.await(() -> answers.decided().size() >= orders);
    progress.accept(orders + " orders decided in quiet");
    Instant start = Instant.now();
    HostileRecords hostile = new HostileRecords(seed, Cluster.PARTITIONS, platform.registry());
    long next = 0;
    for (long i = 0; i < records; i++) {
      send(producer, hostile.next());
      if ((i + 1) * orders / records > next) {
        order(platform, producer, next++, PORTFOLIOS);
        // A sender that waits for answers, so that the answers are of a stage under load and not
        // of a backlog, and the broker of this very process keeps up.
        long atLeast = orders + next - MOST_OPEN;
        answers.await(() -> answers.decided().size() >= atLeast);
      }
      if (i % 100_000 == 99_999) {
        progress.accept((i + 1) + " hostile records sent");
      }
    }
    producer.flush();
    answers.await(() -> answers.decided().size() >= 2 * orders);
    boolean all = answers.awaitUnlessQuiet(() -> ledger.silent() == 0, LONG_QUIET);
    Duration taken = Duration.between(start, Instant.now()).minus(all ? Duration.ZERO : LONG_QUIET);
    // Whether anything comes twice, too.
    answers.awaitUnlessQuiet(() -> false, QUIET);
    long different = 0;
    for (long i = 0; i < orders; i++) {
      boolean same =
          answers.decided().get(id(i, 0)).equals(answers.decided().get(id(i, PORTFOLIOS)));
      different += same ? 0 : 1;
    }
    Set<String> replaced = new TreeSet<>(streamThreads());
    replaced.removeAll(threads);
    return new HostileReport(
        records,
        seed,
        taken,
        kinds,
        ledger.rows(),
        refusedByBroker.get(),
        answers.alerts(),
        orders,
        different,
        replaced.size());
  }

  private void open(Platform platform, KafkaProducer<byte[], byte[]> producer) {
    Instant at = Instant.now();
    for (int i = 0; i < WORKLOAD.portfolios(); i++) {
      var portfolio = good.portfolio(i, at);
      var budget = good.budget(i, 1, at);
      write(platform, producer, Topics.PORTFOLIO, portfolio.getPortfolioId(), -1, portfolio);
      write(platform, producer, Topics.BUDGET_UPDATE, budget.getPortfolioId(), -1, budget);
    }
    for (int partition = 0; partition < Cluster.PARTITIONS; partition++) {
      write(
          platform,
          producer,
          Topics.MARKET_STATE,
          Records.MARKET,
          partition,
          good.state(1_000_000, at));
      write(
          platform,
          producer,
          Topics.MARKET_MARKS,
          Records.MARKET,
          partition,
          good.marks(1_000_000, at));
    }
    producer.flush();
  }

  /** The same order for two portfolios: that of its number, and its twin. */
  private void order(
      Platform platform, KafkaProducer<byte[], byte[]> producer, long number, int twin) {
    OrderIntent intent = good.intent('g', number, Instant.now());
    intent.setPortfolioId("portfolio-%06d".formatted(number % PORTFOLIOS + twin));
    intent.setOrderId(id(number, twin));
    write(platform, producer, Topics.ORDER_INTENT, intent.getPortfolioId(), -1, intent);
  }

  private static String id(long number, int twin) {
    return "good-" + twin + "-" + number;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Flushed, and the answers are awaited.
  private <T extends org.apache.avro.specific.SpecificRecord> void write(
      Platform platform,
      KafkaProducer<byte[], byte[]> producer,
      Topics topic,
      String key,
      int partition,
      T record) {
    @SuppressWarnings("unchecked") // The class of the record.
    Class<T> type = (Class<T>) record.getClass();
    producer.send(
        new ProducerRecord<>(
            topic.on(InstallationName.NONE),
            partition < 0 ? null : partition,
            key.getBytes(StandardCharsets.UTF_8),
            serializer(type, platform).serialize(topic.on(InstallationName.NONE), record)),
        (metadata, error) -> {
          if (error == null) {
            ledger.sent(topic, metadata.partition(), metadata.offset(), HostileLedger.Made.GOOD);
          }
        });
  }

  @SuppressWarnings("unchecked") // Each class has the serializer of its own.
  private <T extends org.apache.avro.specific.SpecificRecord> Serializer<T> serializer(
      Class<T> type, Platform platform) {
    return (Serializer<T>)
        serializers.computeIfAbsent(
            type, t -> AvroSerde.of(type, platform.registry()).serializer());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback counts what failed.
  private void send(KafkaProducer<byte[], byte[]> producer, Hostile hostile) {
    kinds.merge(hostile.kind().name(), 1L, Long::sum);
    producer.send(
        hostile.record(),
        (metadata, error) -> {
          if (error == null) {
            ledger.sent(hostile.topic(), metadata.partition(), metadata.offset(), hostile.made());
          } else {
            // A compacted topic takes no record without a key, for one.
            refusedByBroker.incrementAndGet();
          }
        });
  }

  private static Set<String> streamThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("hostile-.*StreamThread-\\d+"))
        .collect(Collectors.toSet());
  }
}
