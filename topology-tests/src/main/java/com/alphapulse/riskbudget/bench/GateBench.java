package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.bench.GateReport.Growth;
import com.alphapulse.riskbudget.bench.GateReport.Latency;
import com.alphapulse.riskbudget.bench.GateReport.Throughput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * The gate against the pass-throughs: throughput, latency, CPU and how they grow. The contenders
 * take turns in a random order, each in a JVM of its own that stays warm.
 */
final class GateBench {
  /** Backlogs of the rounds that are thrown away. */
  private static final Map<Contender, Long> WARM_UP =
      new EnumMap<>(
          Map.of(Contender.BARE, 400_000L, Contender.AVRO, 400_000L, Contender.GATE, 250_000L));

  /** How much faster than the last of those the first one that counts is expected to be. */
  private static final double WARMING = 1.3;

  private final Processes processes;
  private final GatePlan plan;
  private final long seed;
  private final Random random;
  private final Consumer<String> progress;
  private final Map<Contender, List<Drain.Result>> drains = new EnumMap<>(Contender.class);
  private final Map<Contender, List<OpenLoop.Result>> loops = new EnumMap<>(Contender.class);
  private final Map<GatePlan.Size, List<Drain.Result>> growths = new LinkedHashMap<>();

  /**
   * @param seed that the order of the rounds follows from
   */
  GateBench(Processes processes, GatePlan plan, long seed, Consumer<String> progress) {
    this.processes = processes;
    this.plan = plan;
    this.seed = seed;
    this.random = new Random(seed);
    this.progress = progress;
    for (Contender contender : Contender.values()) {
      drains.put(contender, new ArrayList<>());
      loops.put(contender, new ArrayList<>());
    }
  }

  /**
   * Measures everything.
   *
   * @param profile file for a profile of the gate, from a round more that does not count
   * @throws BenchFailedException if an order was not answered exactly once
   */
  GateReport run(Optional<Path> profile) {
    Map<String, Object> machine = Machine.facts();
    throughput(profile);
    latency();
    growth();
    return report(machine);
  }

  private void throughput(Optional<Path> profile) {
    try (World world = World.create(Workload.STANDARD, processes.cluster())) {
      Map<Contender, Long> orders = new EnumMap<>(WARM_UP);
      for (int round = 0; round < plan.warmUps() + plan.drains(); round++) {
        boolean counts = round >= plan.warmUps();
        // Written ahead, so that no contender drains what another one did not.
        world.backlog(Collections.max(orders.values()));
        for (Contender contender : shuffled(Arrays.asList(Contender.values()))) {
          Drain.Result result =
              drain(contender, world).run(orders.get(contender), Optional.empty());
          if (counts) {
            drains.get(contender).add(result);
            orders.merge(contender, orders(result.ordersPerSecond(), plan.drain()), Math::max);
          } else if (round == plan.warmUps() - 1) {
            orders.put(contender, orders(result.ordersPerSecond() * WARMING, plan.drain()));
          }
          progress.accept(
              "%s, %s: %,.0f orders/s"
                  .formatted(
                      counts
                          ? "throughput %d of %d"
                              .formatted(round - plan.warmUps() + 1, plan.drains())
                          : "warm-up",
                      contender.title(),
                      result.ordersPerSecond()));
        }
      }
      if (profile.isPresent()) {
        progress.accept("profile");
        drain(Contender.GATE, world).run(orders.get(Contender.GATE), profile);
      }
    }
  }

  private void latency() {
    try (World world = World.create(Workload.STANDARD, processes.cluster())) {
      long next = 0;
      // The load itself must be warm, and what each contender does at low latency only.
      for (Contender contender : Contender.values()) {
        OpenLoop warmUp =
            new OpenLoop(processes.application(contender), processes.cluster(), world, next);
        warmUp.run(GatePlan.OFFERED, plan.loop(), plan.discarded());
        next = warmUp.nextNumber();
        progress.accept("warm-up of the latency, " + contender.title());
      }
      for (int round = 0; round < plan.loops(); round++) {
        for (Contender contender : shuffled(Arrays.asList(Contender.values()))) {
          OpenLoop loop =
              new OpenLoop(processes.application(contender), processes.cluster(), world, next);
          List<OpenLoop.Result> results = loop.run(GatePlan.OFFERED, plan.loop(), plan.discarded());
          next = loop.nextNumber();
          loops.get(contender).addAll(results);
          for (OpenLoop.Result result : results) {
            progress.accept(
                "latency %d of %d, %s at %,d orders/s: p50 %.1f ms, p99 %.1f ms"
                    .formatted(
                        round + 1,
                        plan.loops(),
                        contender.title(),
                        result.offeredPerSecond(),
                        result.p50Millis(),
                        result.p99Millis()));
          }
        }
      }
    }
  }

  private void growth() {
    double speed = median(drains.get(Contender.GATE), Drain.Result::ordersPerSecond);
    plan.sizes().forEach(size -> growths.put(size, new ArrayList<>()));
    for (int round = 0; round < plan.growths(); round++) {
      for (GatePlan.Size size : shuffled(plan.sizes())) {
        try (World world = World.create(size.workload(), processes.cluster())) {
          // A report for each order costs about as much as the order.
          double expected = size.workload().reported() ? speed / 2 : speed;
          Drain.Result result =
              drain(Contender.GATE, world).run(orders(expected, plan.growth()), Optional.empty());
          growths.get(size).add(result);
          progress.accept(
              "growth %d of %d, %s %,d: %,.0f orders/s"
                  .formatted(
                      round + 1,
                      plan.growths(),
                      size.dimension(),
                      size.size(),
                      result.ordersPerSecond()));
        }
      }
    }
  }

  private Drain drain(Contender contender, World world) {
    return new Drain(processes.application(contender), processes.cluster(), world);
  }

  private GateReport report(Map<String, Object> machine) {
    double gate = median(drains.get(Contender.GATE), Drain.Result::ordersPerSecond);
    List<Latency> latency = new ArrayList<>();
    for (int offered : GatePlan.OFFERED) {
      latency.add(latency(offered));
    }
    List<Growth> growth = new ArrayList<>();
    growths.forEach((size, results) -> growth.add(growth(size, results)));
    List<Throughput> throughput = new ArrayList<>();
    drains.forEach((contender, results) -> throughput.add(throughput(contender, results)));
    return new GateReport(
        gate / median(drains.get(Contender.AVRO), Drain.Result::ordersPerSecond),
        gate / median(drains.get(Contender.BARE), Drain.Result::ordersPerSecond),
        median(drains.get(Contender.GATE), Drain.Result::cpuMicrosPerOrder),
        latency,
        growth,
        throughput,
        machine,
        settings(),
        seed);
  }

  private Latency latency(int offered) {
    List<OpenLoop.Result> gate = at(offered, Contender.GATE);
    List<OpenLoop.Result> pass = at(offered, Contender.AVRO);
    List<OpenLoop.Result> bare = at(offered, Contender.BARE);
    double gateP99 = median(gate, OpenLoop.Result::p99Millis);
    double passP99 = median(pass, OpenLoop.Result::p99Millis);
    return new Latency(
        offered,
        median(gate, OpenLoop.Result::p50Millis),
        gateP99,
        median(pass, OpenLoop.Result::p50Millis),
        passP99,
        gateP99 / passP99,
        median(bare, OpenLoop.Result::p50Millis),
        median(bare, OpenLoop.Result::p99Millis),
        median(gate, OpenLoop.Result::cpuMicrosPerOrder));
  }

  private List<OpenLoop.Result> at(int offered, Contender contender) {
    return loops.get(contender).stream().filter(r -> r.offeredPerSecond() == offered).toList();
  }

  private Growth growth(GatePlan.Size size, List<Drain.Result> results) {
    List<Drain.Result> smallest =
        growths.entrySet().stream()
            .filter(e -> e.getKey().dimension().equals(size.dimension()))
            .findFirst()
            .orElseThrow()
            .getValue();
    double cpu = median(results, Drain.Result::cpuMicrosPerOrder);
    return new Growth(
        size.dimension(),
        size.size(),
        median(results, Drain.Result::ordersPerSecond),
        cpu,
        cpu / median(smallest, Drain.Result::cpuMicrosPerOrder));
  }

  private static Throughput throughput(Contender contender, List<Drain.Result> results) {
    return new Throughput(
        contender.name().toLowerCase(Locale.ROOT),
        median(results, Drain.Result::ordersPerSecond),
        median(results, Drain.Result::cpuMicrosPerOrder),
        results.stream().mapToDouble(Drain.Result::seconds).min().orElseThrow(),
        median(results, Drain.Result::answerBytes),
        median(results, Drain.Result::rejectedShare),
        results.stream().map(Drain.Result::ordersPerSecond).toList());
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("partitions", Cluster.PARTITIONS);
    settings.put("streamThreads", 1);
    settings.put("processingGuarantee", "exactly_once_v2");
    settings.put("throughputProfile", "commit 100 ms, poll 100 ms, linger 10 ms");
    settings.put("latencyProfile", "commit 10 ms, poll 5 ms, linger 0");
    settings.put("portfolios", Workload.STANDARD.portfolios());
    settings.put("rounds", plan.drains());
    settings.put("loopSeconds", plan.loop().toSeconds());
    settings.put("loopRounds", plan.loops());
    settings.put("growthRounds", plan.growths());
    return settings;
  }

  private static long orders(double perSecond, Duration duration) {
    return Math.max(10_000, (long) (perSecond * duration.toMillis() / 1000));
  }

  private <T> List<T> shuffled(List<T> list) {
    List<T> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static <T> double median(List<T> results, ToDoubleFunction<T> value) {
    double[] sorted = results.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
