package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.audit.Audit;
import com.alphapulse.riskbudget.audit.history.TopicReader;
import com.alphapulse.riskbudget.audit.outside.CheckResult;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.config.ApiSettings;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.config.KafkaSettings;
import com.alphapulse.riskbudget.config.RegistrySettings;
import com.alphapulse.riskbudget.runtime.Platform;
import com.alphapulse.riskbudget.runtime.Screen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole product on one machine: starts a broker and every stage, replays prices, checks what
 * came out and reports it.
 */
public final class Demo implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  /** Findings that are logged one by one. */
  private static final int FINDINGS_LOGGED = 200;

  private final InstallationName installation = configuration().kafka().installation();
  private final DemoOptions options;
  private final Platform.Starter starter;
  private final Screen screen;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Tally tally = new Tally();
  private final AtomicLong replayTime = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param starter starts the stages
   * @param screen shows what happens
   */
  public Demo(DemoOptions options, Platform.Starter starter, Screen screen) {
    this.options = options;
    this.starter = starter;
    this.screen = screen;
  }

  /**
   * Runs until the replay is done, or with everything left up until {@link #close()}.
   *
   * @return whether the check found nothing and no stage failed
   * @throws ConfigurationException before anything has started, if prices or ports cannot be used
   */
  public boolean run() throws InterruptedException, IOException {
    try {
      Scenario scenario = Scenario.of(options.prices());
      requireFree(options.port());
      Path folder = Files.createTempDirectory("riskbudget-demo-");
      try (EmbeddedBroker broker = EmbeddedBroker.start(options.brokerPort(), folder);
          Platform platform =
              starter.start(
                  configuration(broker.bootstrapServers(), folder),
                  EnumSet.allOf(Platform.Part.class),
                  true,
                  this::eventTime)) {
        announce(broker, platform);
        boolean good = options.noFeed() || feed(scenario, broker.bootstrapServers(), platform);
        if (!options.exitWhenDone() && stop.getCount() > 0) {
          screen.line("Everything stays up. Ctrl-C ends it.");
          stop.await();
        }
        return good;
      }
    } finally {
      ended.countDown();
    }
  }

  /** Ends the run from another thread, and waits until everything has stopped. */
  @Override
  public void close() {
    stop.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void announce(EmbeddedBroker broker, Platform platform) {
    screen.line("broker    " + broker.bootstrapServers());
    screen.line("registry  " + platform.registryUrl());
    platform.page().ifPresent(page -> screen.line("page      " + page));
  }

  private boolean feed(Scenario scenario, String bootstrapServers, Platform platform)
      throws InterruptedException, IOException {
    int bars;
    try (Publisher publisher = new Publisher(installation, bootstrapServers, platform.registry());
        Observer observer =
            new Observer(installation, bootstrapServers, platform.registry(), tally)) {
      observer.start();
      Feed feed = new Feed(scenario, publisher, observer, tally, stop);
      bars = feed.replay(options.speed(), bar -> progress(bar, platform));
      if (stop.getCount() == 0) {
        return platform.failure().isEmpty();
      }
      feed.drain();
    }
    return report(scenario, bars, bootstrapServers, platform);
  }

  private boolean report(Scenario scenario, int bars, String bootstrapServers, Platform platform)
      throws IOException {
    CheckResult result =
        Audit.of(
            new TopicReader(
                    installation,
                    Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                    platform.registry())
                .read(),
            configuration().gate());
    log(result.findings());
    DemoReport report =
        new DemoReport(
            bars,
            scenario.instruments().size(),
            scenario.portfolios().size(),
            result,
            tally,
            platform.regimeResponse());
    screen.line("");
    report.lines().forEach(screen::line);
    if (options.report().isPresent()) {
      report.write(options.report().get());
      screen.line("report    " + options.report().get());
    }
    platform.failure().ifPresent(reason -> screen.line("a stage stopped: " + reason));
    int wanted = scenario.replay().bars().size();
    if (bars < wanted) {
      screen.line("the replay ended early, after %d of %d bars".formatted(bars, wanted));
    }
    return report.clean() && bars == wanted && platform.failure().isEmpty();
  }

  private static void log(List<Finding> findings) {
    findings.stream().limit(FINDINGS_LOGGED).forEach(f -> LOG.error("Outside check: {}", f));
    if (findings.size() > FINDINGS_LOGGED) {
      LOG.error("Outside check: {} findings more", findings.size() - FINDINGS_LOGGED);
    }
  }

  /** The present of the replay; the wall clock's where nothing has been replayed. */
  private Instant eventTime() {
    long time = replayTime.get();
    return time == Long.MIN_VALUE ? Instant.now() : Instant.ofEpochMilli(time);
  }

  private void progress(Replay.Bar bar, Platform platform) {
    replayTime.set(bar.time());
    StringBuilder text = new StringBuilder(bar.date().toString());
    tally
        .regimes()
        .forEach((market, regime) -> text.append("  ").append(market).append(' ').append(regime));
    for (Map.Entry<String, BudgetUpdate> budget : tally.budgets().entrySet()) {
      text.append(
          String.format(
              Locale.ROOT, "  %s x%.2f", budget.getKey(), budget.getValue().getTargetLeverage()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "  orders %,d  approved %,d  rejected %,d",
            tally.sent(),
            tally.approved(),
            tally.rejected()));
    screen.progress(text.toString());
    Optional<String> failure = platform.failure();
    if (failure.isPresent()) {
      LOG.error("A stage stopped: {}", failure.get());
      stop.countDown();
    }
  }

  /** The configuration of the demonstration, apart from addresses and folders. */
  public static Configuration configuration() {
    return Configuration.bundled("/demo/demo.yaml");
  }

  private Configuration configuration(String bootstrapServers, Path folder) {
    Configuration demo = configuration();
    KafkaSettings kafka = demo.kafka();
    return new Configuration(
        demo.riskBudgeting(),
        demo.market(),
        demo.gate(),
        new KafkaSettings(
            bootstrapServers,
            kafka.installation(),
            kafka.applicationIdPrefix(),
            kafka.partitions(),
            kafka.replicationFactor(),
            kafka.budgetThreads(),
            kafka.gateThreads(),
            folder.resolve("streams"),
            kafka.properties()),
        new RegistrySettings("", "", Map.of()),
        ApiSettings.local(options.port()),
        demo.management(),
        demo.alerts(),
        demo.backtest());
  }

  /** Refuses a taken port before the broker has been started for nothing. */
  private static void requireFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new ConfigurationException(
          "port", List.of(port + " on 127.0.0.1 is in use or may not be used"));
    }
  }
}
