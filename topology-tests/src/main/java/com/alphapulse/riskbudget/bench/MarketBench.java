package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.bench.MarketReport.Figures;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import com.alphapulse.riskbudget.runtime.LocalPlatform;
import com.alphapulse.riskbudget.runtime.Platform;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The market stage with one thread and the partitions that it ships with, on an embedded broker in
 * this process: prices of one market after the other within an open bar, then bars that close.
 */
final class MarketBench {
  private static final int PARTITIONS = 4;
  private static final int WARM_BARS = 3;
  private static final int CLOSINGS = 5;
  private static final Duration BAR = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String CHANGELOG = "market-bench-risk-budget-market-store-changelog";
  private static final String YAML =
      """
      market: {bar_interval: 60, lateness_bars: 0, regime: {source: external}}
      kafka:
        bootstrap_servers: "%s"
        application_id_prefix: "market-bench-"
        partitions: %d
        budget_threads: 1
        replication_factor: 1
        state_directory: "%s"
      """;

  private final int ticks;
  private final Consumer<String> progress;
  private final Instant start =
      Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(BAR.multipliedBy(60));

  MarketBench(int ticks, Consumer<String> progress) {
    this.ticks = ticks;
    this.progress = progress;
  }

  /**
   * Measures markets of those sizes.
   *
   * @throws BenchFailedException if what was written did not come back in time
   */
  MarketReport run(List<Integer> sizes, Path folder) {
    List<Figures> figures = new ArrayList<>();
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("cluster"))) {
      Configuration configuration =
          Configuration.parse(
              "bench",
              YAML.formatted(broker.bootstrapServers(), PARTITIONS, folder.resolve("streams")));
      try (Platform platform =
              LocalPlatform.start(
                  configuration, EnumSet.of(Platform.Part.MARKET), true, InstantSource.system());
          KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(
                  Map.of("bootstrap.servers", broker.bootstrapServers(), "batch.size", 256 * 1024),
                  new ByteArraySerializer(),
                  new ByteArraySerializer())) {
        for (int size : sizes) {
          Market market = new Market(size, platform, producer, broker.bootstrapServers());
          figures.add(market.measure());
          progress.accept("%d instruments measured".formatted(size));
        }
      }
    }
    return new MarketReport(figures, Machine.facts());
  }

  /** One market of the run. */
  private final class Market {
    private final String name;
    private final int size;
    private final Platform platform;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String bootstrapServers;
    private int bar;

    private Market(
        int size,
        Platform platform,
        KafkaProducer<byte[], byte[]> producer,
        String bootstrapServers) {
      this.size = size;
      this.name = "M" + size;
      this.platform = platform;
      this.producer = producer;
      this.bootstrapServers = bootstrapServers;
    }

    private Figures measure() {
      try (Reader<MarketMarks> marks = new Reader<>(Topics.MARKET_MARKS, MarketMarks.class);
          Reader<MarketState> states = new Reader<>(Topics.MARKET_STATE, MarketState.class)) {
        for (; bar < WARM_BARS; bar++) {
          send(size, bar);
        }
        Duration firstClose = Duration.ofNanos(states.awaitBars(1));
        drain(marks); // The JVM is warm, the instruments are known.
        Map<TopicPartition, Long> from = ends(CHANGELOG);
        long cpu = cpu();
        long began = System.nanoTime();
        long marksBytes = drain(marks);
        long taken = System.nanoTime() - began;
        cpu = cpu() - cpu;
        long changelog = bytes(CHANGELOG, from);
        List<Long> closings = new ArrayList<>();
        for (int i = 0; i < CLOSINGS; i++) {
          send(size, bar);
          bar++;
          long sent = System.nanoTime();
          send(1, bar);
          states.awaitBars(bar);
          closings.add(System.nanoTime() - sent);
        }
        closings.sort(null);
        return new Figures(
            size,
            cpu / 1e3 / ticks,
            ticks / (taken / 1e9),
            (double) changelog / ticks,
            states.latestBytes,
            marksBytes,
            closings.get(CLOSINGS / 2) / 1e6,
            firstClose.toMillis());
      }
    }

    /** Prices of the open bar, until all are marks; gives the size of the marks. */
    private long drain(Reader<MarketMarks> marks) {
      Instant last = send(ticks, bar);
      return marks.await(
          m ->
              m.getMarket().equals(name)
                  && m.getMarks().stream().anyMatch(mark -> mark.getEventTime().equals(last)));
    }

    /** Sends prices of a bar, instrument by instrument in turn; gives the time of the last one. */
    @SuppressWarnings("FutureReturnValueIgnored") // Flushed, and what follows is awaited.
    private Instant send(int count, int inBar) {
      var serializer = AvroSerde.of(MarketData.class, platform.registry()).serializer();
      String topic = Topics.MARKET_DATA.on(InstallationName.NONE);
      Instant time = start;
      drains++;
      for (int i = 0; i < count; i++) {
        time =
            start
                .plus(BAR.multipliedBy(inBar))
                .plusMillis(1 + 50L * (i + 1) / count + 60L * drains);
        String symbol = name + "-" + i % size;
        long cents = 10_000 + (i * 7L + inBar * 13L + i / size) % 97;
        MarketData tick =
            MarketData.newBuilder()
                .setSymbol(symbol)
                .setMarket(name)
                .setAssetClass(AssetClass.EQUITY)
                .setPrice(BigDecimal.valueOf(cents, 2).setScale(8))
                .setEventTime(time)
                .build();
        producer.send(
            new ProducerRecord<>(
                topic, symbol.getBytes(StandardCharsets.UTF_8), serializer.serialize(topic, tick)));
      }
      producer.flush();
      return time;
    }

    private int drains;

    /** Records of one topic, as they are committed. */
    private final class Reader<T extends SpecificRecord> implements AutoCloseable {
      private final KafkaConsumer<byte[], byte[]> consumer;
      private final Topics topic;
      private final Class<T> type;
      private long latestBytes;

      Reader(Topics topic, Class<T> type) {
        this.topic = topic;
        this.type = type;
        consumer = consumer("read_committed");
        List<TopicPartition> partition =
            List.of(new TopicPartition(topic.on(InstallationName.NONE), 0));
        consumer.assign(partition);
        consumer.seekToEnd(partition);
        consumer.position(partition.get(0));
      }

      /** Waits for a record; gives its size in bytes. */
      long await(Predicate<T> wanted) {
        var deserializer = AvroSerde.of(type, platform.registry()).deserializer();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
            T value = deserializer.deserialize(topic.on(InstallationName.NONE), record.value());
            latestBytes = record.value().length;
            if (wanted.test(value)) {
              return latestBytes;
            }
          }
        }
        throw new BenchFailedException(
            "no such record on " + topic.on(InstallationName.NONE), null);
      }

      /** Waits until so many bars of the market have closed; gives the nanoseconds waited. */
      long awaitBars(long bars) {
        long began = System.nanoTime();
        await(
            value ->
                value instanceof MarketState state
                    && state.getMarket().equals(name)
                    && state.getBars() >= bars);
        return System.nanoTime() - began;
      }

      @Override
      public void close() {
        consumer.close();
      }
    }

    private Map<TopicPartition, Long> ends(String topic) {
      try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
        return consumer.endOffsets(
            IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(topic, p)).toList());
      }
    }

    /** Bytes of keys and values that were written to a topic since those offsets. */
    private long bytes(String topic, Map<TopicPartition, Long> from) {
      Map<TopicPartition, Long> to = ends(topic);
      try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
        consumer.assign(to.keySet());
        from.forEach(consumer::seek);
        long bytes = 0;
        while (to.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            bytes += record.serializedKeySize() + Math.max(0, record.serializedValueSize());
          }
        }
        return bytes;
      }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
      return new KafkaConsumer<>(
          Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer());
    }
  }

  /** Nanoseconds of processor time that the stage's thread has had. */
  private static long cpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().matches("market-bench-.*StreamThread-\\d+")) {
        nanos += threads.getThreadCpuTime(id);
      }
    }
    return nanos;
  }
}
