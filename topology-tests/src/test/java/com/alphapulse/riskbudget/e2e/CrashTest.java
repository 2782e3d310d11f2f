package com.alphapulse.riskbudget.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.audit.Audit;
import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.TopicReader;
import com.alphapulse.riskbudget.audit.outside.CheckResult;
import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate's process is killed in the middle of its work, again and again. */
class CrashTest {
  private static final int KILLS = 4;
  private static final int ORDERS_PER_ROUND = 600;
  private static final long SEED = 20_240_607L;

  /** So little that the limits bind. */
  private static final BigDecimal CASH = Desk.decimal("20000");

  /** Under the name of the killed one, the next gate need not wait until that is given up. */
  private static final Map<String, String> SAME_MEMBER =
      Map.of("main.consumer.group.instance.id", "gate");

  @TempDir Path folder;

  @Test
  void shouldDecideEachOrderOnceAndKeepEveryLimit_whenTheGateIsKilledAgainAndAgain()
      throws Exception {
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("cluster"));
        Installation installation = Installation.on(broker.bootstrapServers(), folder);
        Outside outside = new Outside(installation);
        GateProcess gate =
            new GateProcess(folder, installation.yaml(Installation.PARTITIONS, SAME_MEMBER))) {
      installation.startBudgets();
      List<String> portfolios = Partitions.oneKeyEach("crash");
      Desk desk = new Desk(outside, "CRASH", portfolios, CASH);
      desk.open();
      Traffic traffic = new Traffic(outside, desk, portfolios, SEED);

      trade(traffic, gate);

      for (String portfolioId : portfolios) {
        for (String symbol : desk.symbols()) {
          awaitSums(desk, traffic, portfolioId, symbol);
        }
      }
      verify(
          new TopicReader(
                  installation.name(),
                  Map.of("bootstrap.servers", broker.bootstrapServers()),
                  installation.schemas())
              .read(),
          installation.configuration().gate(),
          traffic);
    }
  }

  /** Sends orders throughout, and kills the gate while it has some before it and some behind it. */
  private static void trade(Traffic traffic, GateProcess gate) throws Exception {
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      int killAt = traffic.decided() + 20 + random.nextInt(ORDERS_PER_ROUND / 2);
      traffic.send(ORDERS_PER_ROUND);
      follow(traffic, () -> traffic.decided() >= killAt);
      assertThat(gate.runs()).isTrue();
      gate.killAndRestart();
    }
    traffic.send(ORDERS_PER_ROUND);
    follow(traffic, () -> traffic.answers() >= traffic.answersDue());
  }

  private static void follow(Traffic traffic, BooleanSupplier done) {
    await()
        .atMost(Installation.PATIENCE)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              traffic.follow();
              return done.getAsBoolean();
            });
  }

  /** What the gate holds is what a plain count of approvals and fills comes to. */
  private static void awaitSums(Desk desk, Traffic traffic, String portfolioId, String symbol) {
    int[] probes = {0};
    await()
        .atMost(Installation.PATIENCE)
        .pollInSameThread()
        .untilAsserted(
            () -> {
              String probe = "probe-%s-%s-%d".formatted(portfolioId, symbol, ++probes[0]);
              // Beyond any limit: it is rejected and tells what the gate holds.
              OrderDecision decision =
                  desk.decide(
                      desk.intent(
                          probe, portfolioId, symbol, Side.BUY, BigDecimal.valueOf(1_000_000)));
              DecisionInputs inputs = decision.getInputs();
              assertThat(inputs.getPosition())
                  .isEqualByComparingTo(traffic.position(portfolioId, symbol));
              assertThat(inputs.getPendingBuys())
                  .isEqualByComparingTo(traffic.pending(portfolioId, symbol, Side.BUY));
              assertThat(inputs.getPendingSells())
                  .isEqualByComparingTo(traffic.pending(portfolioId, symbol, Side.SELL));
            });
  }

  private static void verify(History history, GateSettings settings, Traffic traffic) {
    Map<String, Integer> originals = new HashMap<>();
    long answers = 0;
    for (History.Entry<OrderDecision> entry : history.decisions()) {
      if (entry.value().getIntent().getOrderId().startsWith("order-")) {
        answers++;
        originals.merge(
            entry.value().getIntent().getOrderId(),
            entry.value().getRepeat() ? 0 : 1,
            Integer::sum);
      }
    }
    assertThat(originals).hasSize(traffic.orders());
    assertThat(originals.values()).containsOnly(1);
    assertThat(answers).isEqualTo(traffic.answersDue());
    CheckResult result = Audit.of(history, settings);
    assertThat(result.findings()).isEmpty();
    assertThat(result.approved()).isGreaterThan(traffic.orders() / 10);
    assertThat(result.rejected()).isGreaterThan(traffic.orders() / 100);
  }
}
