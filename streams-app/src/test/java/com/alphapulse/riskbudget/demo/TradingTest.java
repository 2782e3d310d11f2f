package com.alphapulse.riskbudget.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Sizing;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.demo.trading.ExecutionEngine;
import com.alphapulse.riskbudget.demo.trading.TradingDesk;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Desks and engine over the whole bundled replay, with every order approved. */
class TradingTest {
  private static final Scenario SCENARIO = Scenario.of(Optional.empty());

  private static Session first;

  /** What was sent and reported. */
  private record Session(
      List<OrderIntent> intents, List<ExecutionReport> reports, Map<String, BigDecimal> approved) {}

  @BeforeAll
  static void trade() {
    first = session();
  }

  private static Session session() {
    Session session = new Session(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    Map<String, TradingDesk> desks = new HashMap<>();
    for (Portfolio portfolio : SCENARIO.portfolios()) {
      desks.put(
          portfolio.getMarket(),
          new TradingDesk(portfolio, SCENARIO.strategies(), SCENARIO.instruments(), Scenario.SEED));
    }
    ExecutionEngine engine = new ExecutionEngine(SCENARIO.instruments(), Scenario.SEED);
    for (Replay.Bar bar : SCENARIO.replay().bars()) {
      Map<String, BigDecimal> all = new HashMap<>();
      bar.closes().values().forEach(all::putAll);
      List<ExecutionReport> reports = engine.onBar(bar.time(), all);
      session.reports().addAll(reports);
      reports.forEach(report -> desks.values().forEach(desk -> desk.onExecution(report)));
      bar.closes()
          .forEach(
              (market, closes) -> {
                for (OrderIntent intent : desks.get(market).onBar(bar.time(), closes)) {
                  session.intents().add(intent);
                  OrderDecision decision = approval(intent, session.approved());
                  engine.onDecision(decision);
                  desks.values().forEach(desk -> desk.onDecision(decision));
                }
              });
    }
    return session;
  }

  private static OrderDecision approval(OrderIntent intent, Map<String, BigDecimal> approved) {
    boolean repeat = approved.putIfAbsent(intent.getOrderId(), intent.getQuantity()) != null;
    BigDecimal none = BigDecimal.ZERO.setScale(8);
    return OrderDecision.newBuilder()
        .setIntent(intent)
        .setOutcome(Outcome.APPROVED)
        .setApprovedQuantity(intent.getQuantity())
        .setRepeat(repeat)
        .setReducing(false)
        .setViolations(List.of())
        .setInputs(
            DecisionInputs.newBuilder()
                .setLedgerSequence(0)
                .setPosition(none)
                .setPendingBuys(none)
                .setPendingSells(none)
                .setStrategyPosition(none)
                .setStrategyPendingBuys(none)
                .setStrategyPendingSells(none)
                .setOpenOrders(0)
                .setTradingState(TradingState.ACTIVE)
                .build())
        .setCursor(Map.of())
        .setAsOf(Instant.EPOCH)
        .setDecidedAt(Instant.EPOCH)
        .build();
  }

  @Test
  void shouldSendMoreThanTenThousandOrders_whenTheBundledPricesAreReplayed() {
    assertThat(first.approved().size()).isBetween(10_001, 60_000);
    assertThat(first.intents()).hasSizeGreaterThan(first.approved().size());
  }

  @Test
  void shouldSendTheSame_whenTheSessionIsRunAgain() {
    Session second = session();

    assertThat(second.intents()).isEqualTo(first.intents());
    assertThat(second.reports()).isEqualTo(first.reports());
  }

  @Test
  void shouldMakeEveryKindOfSlip_whenTheSessionIsLong() {
    assertThat(first.intents()).anyMatch(i -> i.getStrategyId().equals("carry"));
    assertThat(first.intents()).anyMatch(i -> i.getSymbol().equals("XAU"));
    assertThat(first.intents())
        .anyMatch(i -> i.getSymbol().equals("TECH") && i.getPortfolioId().equals("swiss-sectors"));
    assertThat(first.intents()).anyMatch(i -> i.getSizing() == Sizing.REDUCE_TO_FIT);
    assertThat(first.intents()).anyMatch(OrderIntent::getReduceOnly);
    assertThat(first.intents())
        .anyMatch(
            i ->
                SCENARIO.instruments().containsKey(i.getSymbol())
                    && i.getQuantity()
                            .remainder(SCENARIO.instruments().get(i.getSymbol()).getLotSize())
                            .signum()
                        != 0);
  }

  @Test
  void shouldEndOrdersInEveryWay_whenTheSessionIsLong() {
    assertThat(first.reports())
        .extracting(ExecutionReport::getStatus)
        .contains(ExecutionStatus.values());
  }

  @Test
  void shouldRepeatSomeReports_whenTheSessionIsLong() {
    Set<String> ids = new HashSet<>();
    long repeated = first.reports().stream().filter(r -> !ids.add(r.getExecId())).count();

    assertThat(repeated).isPositive().isLessThan(first.reports().size() / 20L);
  }

  @Test
  void shouldNeverFillMoreThanApproved_whateverHappensToAnOrder() {
    Map<String, BigDecimal> filled = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (ExecutionReport report : first.reports()) {
      assertThat(report.getLastQuantity()).isNotNegative();
      if (seen.add(report.getExecId())) {
        filled.merge(report.getOrderId(), report.getLastQuantity(), BigDecimal::add);
        assertThat(report.getCumulativeQuantity())
            .isGreaterThanOrEqualTo(filled.get(report.getOrderId()));
      }
    }
    filled.forEach(
        (order, quantity) -> assertThat(quantity).isLessThanOrEqualTo(first.approved().get(order)));
  }
}
