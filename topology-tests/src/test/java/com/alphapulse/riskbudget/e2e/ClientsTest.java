package com.alphapulse.riskbudget.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs of {@code clients}, in other languages and with libraries of others, against the
 * demo without its feed: what each sends is decided as what the program's own classes send.
 */
class ClientsTest {
  private static final ClientOrder SMALL = ClientOrder.market("small", "10");
  private static final ClientOrder LARGE = ClientOrder.market("large", "50000");
  private static final ClientOrder BROKEN_LOT = ClientOrder.market("broken-lot", "10.25");
  private static final ClientOrder RESTING = ClientOrder.limit("resting", "10", "99.75");

  private static final String REFERENCE = "reference-portfolio";

  private static DemoWithoutFeed demo;
  private static Outside outside;
  private static ClientMarket market;

  static Stream<ClientPrograms> languages() {
    return Stream.of(ClientPrograms.java(), ClientPrograms.javaScript(), ClientPrograms.python());
  }

  @BeforeAll
  static void open() {
    demo = DemoWithoutFeed.start();
    outside =
        new Outside(
            demo.broker(),
            InstallationName.NONE,
            new HttpSchemaRegistry(demo.registry(), Map.of()));
    market = new ClientMarket(outside);
    List<String> portfolios = new ArrayList<>(List.of(REFERENCE));
    languages().map(ClientsTest::portfolio).forEach(portfolios::add);
    market.open(portfolios);
    Stream.of(SMALL, LARGE, BROKEN_LOT, RESTING)
        .forEach(order -> market.decide(REFERENCE, order.id(REFERENCE), order));
  }

  @AfterAll
  static void close() {
    if (outside != null) {
      outside.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @ParameterizedTest
  @MethodSource("languages")
  void shouldTradeAsTheProgramsOwnClassesDo_whenTheClientIsWrittenIn(ClientPrograms programs)
      throws Exception {
    Optional<String> obstacle = programs.prepare();
    obstacle.ifPresent(
        why -> System.out.println("ClientsTest is skipped for " + programs + ": " + why));
    Assumptions.assumeTrue(obstacle.isEmpty());
    String portfolio = portfolio(programs);
    Process engine = programs.startEngine(List.of(demo.broker(), demo.registry(), portfolio));
    try {
      OrderDecision small = ask(programs, SMALL);
      assertThat(small.getOutcome()).isEqualTo(Outcome.APPROVED);
      market.await(portfolio, "10", "0"); // Filled in two parts.

      assertThat(ask(programs, SMALL)).isEqualTo(small);
      List<OrderDecision> both = outside.awaitDecisions(SMALL.id(portfolio), 2);
      assertThat(both).extracting(OrderDecision::getRepeat).containsExactly(false, true);

      OrderDecision large = ask(programs, LARGE);
      assertThat(large.getOutcome()).isEqualTo(Outcome.REJECTED);
      OrderDecision brokenLot = ask(programs, BROKEN_LOT);
      assertThat(brokenLot.getViolations())
          .extracting(Violation::getReason)
          .containsExactly("NOT_A_LOT");

      ask(programs, RESTING);
      market.await(portfolio, "15", "5");
      market.halt(portfolio);
      market.await(portfolio, "15", "0"); // Cancelled, with what had filled.

      assertThat(engine.isAlive()).as(programs.complaints()).isTrue();
      assertThat(alerts(portfolio)).containsExactly("OVERRIDE_APPLIED");
    } finally {
      engine.destroyForcibly().onExit().join();
    }
  }

  /** Has a trading service send an order; the first decision of it. */
  private static OrderDecision ask(ClientPrograms programs, ClientOrder order)
      throws IOException, InterruptedException {
    String portfolio = portfolio(programs);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                demo.broker(),
                demo.registry(),
                order.id(portfolio),
                portfolio,
                ClientMarket.STRATEGY,
                ClientMarket.SYMBOL,
                "BUY",
                order.quantity()));
    order.limitPrice().ifPresent(arguments::add);

    String printed = programs.trade(arguments);

    OrderDecision decision = outside.awaitDecision(order.id(portfolio));
    assertThat(printed).isEqualTo(line(decision));
    OrderDecision reference = outside.awaitDecision(order.id(REFERENCE));
    assertThat(verdict(decision)).isEqualTo(verdict(reference));
    return decision;
  }

  /** What a trading service prints of a decision. */
  private static String line(OrderDecision decision) {
    String line =
        "%s %s %s"
            .formatted(
                decision.getIntent().getOrderId(),
                decision.getOutcome(),
                decision.getApprovedQuantity().toPlainString());
    return decision.getViolations().stream()
        .findFirst()
        .map(first -> line + " " + first.getReason() + ": " + first.getMessage())
        .orElse(line);
  }

  /** All that was decided, without whose order it was. */
  private static List<Object> verdict(OrderDecision decision) {
    List<Object> verdict = new ArrayList<>();
    verdict.add(decision.getOutcome());
    verdict.add(decision.getApprovedQuantity());
    verdict.add(Optional.ofNullable(decision.getLargestQuantity()));
    for (Violation violation : decision.getViolations()) {
      verdict.add(violation.getReason());
      verdict.add(violation.getScope());
      verdict.add(Optional.ofNullable(violation.getObserved()));
      verdict.add(Optional.ofNullable(violation.getLimit()));
      verdict.add(Optional.ofNullable(violation.getLargestQuantity()));
    }
    return verdict;
  }

  private static List<String> alerts(String portfolio) {
    return outside.seen(Topics.RISK_ALERT, RiskAlert.class).stream()
        .filter(alert -> portfolio.equals(alert.getPortfolioId()))
        .map(RiskAlert::getType)
        .distinct()
        .toList();
  }

  /** One whose partition is another by librdkafka's own hash, so that a wrong one would be seen. */
  private static String portfolio(ClientPrograms programs) {
    return Stream.iterate(1, i -> i + 1)
        .map(i -> programs + "-portfolio-" + i)
        .filter(key -> Partitions.of(key) != crcPartition(key))
        .findFirst()
        .orElseThrow();
  }

  private static int crcPartition(String key) {
    CRC32 crc = new CRC32();
    crc.update(key.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % Installation.PARTITIONS);
  }
}
