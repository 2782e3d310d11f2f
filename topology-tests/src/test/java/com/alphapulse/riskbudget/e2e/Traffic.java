package com.alphapulse.riskbudget.e2e;

import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Random orders of several portfolios, resent now and then, and fills for what was approved. */
final class Traffic {
  private static final int LARGEST = 12;
  private static final double RESENT = 0.1;
  private static final double LEFT_OPEN = 0.02;
  private static final double HALF_FILLED = 0.2;
  private static final double REPORTED_TWICE = 0.1;

  private final Outside outside;
  private final Desk desk;
  private final List<String> portfolios;
  private final Random random;
  private final List<OrderIntent> intents = new ArrayList<>();
  private final Set<String> decided = new HashSet<>();
  private final Map<String, BigDecimal> positions = new TreeMap<>();
  private final Map<String, BigDecimal> pending = new TreeMap<>();
  private int resent;
  private int approvedRead;
  private int rejectedRead;

  Traffic(Outside outside, Desk desk, List<String> portfolios, long seed) {
    this.outside = outside;
    this.desk = desk;
    this.portfolios = portfolios;
    this.random = new Random(seed);
  }

  /** Sends so many new intents, and some old ones again. */
  void send(int count) {
    List<OrderIntent> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OrderIntent intent =
          desk.intent(
              "order-" + intents.size(),
              portfolios.get(random.nextInt(portfolios.size())),
              desk.symbols().get(random.nextInt(2)),
              random.nextBoolean() ? Side.BUY : Side.SELL,
              BigDecimal.valueOf(1 + random.nextInt(LARGEST)));
      intents.add(intent);
      batch.add(intent);
      if (random.nextDouble() < RESENT) {
        batch.add(intents.get(random.nextInt(intents.size())));
        resent++;
      }
    }
    desk.submit(batch.toArray(OrderIntent[]::new));
  }

  /** Reads what was decided in the meantime, and reports fills. */
  void follow() {
    outside.poll();
    List<OrderDecision> approved = outside.seen(Topics.APPROVED_ORDER, OrderDecision.class);
    approved.subList(approvedRead, approved.size()).forEach(this::follow);
    approvedRead = approved.size();
    List<OrderDecision> rejected = outside.seen(Topics.REJECTED_ORDER, OrderDecision.class);
    rejected.subList(rejectedRead, rejected.size()).forEach(this::follow);
    rejectedRead = rejected.size();
  }

  private void follow(OrderDecision decision) {
    OrderIntent intent = decision.getIntent();
    if (!decided.add(intent.getOrderId()) || decision.getOutcome() == Outcome.REJECTED) {
      return;
    }
    BigDecimal quantity = decision.getApprovedQuantity();
    if (random.nextDouble() < LEFT_OPEN) {
      pending.merge(key(intent) + " " + intent.getSide(), quantity, BigDecimal::add);
      return;
    }
    boolean whole = random.nextDouble() >= HALF_FILLED || quantity.compareTo(BigDecimal.ONE) == 0;
    BigDecimal filled = whole ? quantity : BigDecimal.ONE;
    ExecutionStatus end = whole ? ExecutionStatus.FILLED : ExecutionStatus.CANCELLED;
    desk.report(intent, end, filled, desk.price(intent.getSymbol()));
    if (random.nextDouble() < REPORTED_TWICE) {
      desk.report(intent, end, filled, desk.price(intent.getSymbol()));
    }
    positions.merge(
        key(intent), intent.getSide() == Side.BUY ? filled : filled.negate(), BigDecimal::add);
  }

  /** Orders sent, each counted once. */
  int orders() {
    return intents.size();
  }

  /** Orders with a decision. */
  int decided() {
    return decided.size();
  }

  /** Decisions to expect, resent intents included. */
  int answersDue() {
    return intents.size() + resent;
  }

  int answers() {
    return approvedRead + rejectedRead;
  }

  /** What the fills come to. */
  BigDecimal position(String portfolioId, String symbol) {
    return positions.getOrDefault(portfolioId + " " + symbol, BigDecimal.ZERO);
  }

  /** What was approved and has not been reported on. */
  BigDecimal pending(String portfolioId, String symbol, Side side) {
    return pending.getOrDefault(portfolioId + " " + symbol + " " + side, BigDecimal.ZERO);
  }

  private static String key(OrderIntent intent) {
    return intent.getPortfolioId() + " " + intent.getSymbol();
  }
}
