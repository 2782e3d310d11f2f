package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.outside.record.Holding;
import com.alphapulse.riskbudget.audit.outside.record.Identifier;
import com.alphapulse.riskbudget.audit.outside.record.Receipt;
import com.alphapulse.riskbudget.audit.outside.record.Rounding;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.config.GateSettings;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Positions, reservations and cash of one portfolio, rebuilt from decisions, execution reports and
 * releases.
 *
 * <p>An approved order reserves its approved quantity. Each fill moves its quantity from the
 * reservation to the position, as far as its cumulative quantity leaves something to be booked; a
 * fill that is taken back moves it there again unless the order has ended. When the order ends, the
 * rest is released, except what its reports say has been filled and whose fills have not arrived
 * yet. A fill of a symbol whose contract is not known waits.
 *
 * <p>Decisions and settled orders are forgotten when the gate forgets them, since from then on
 * their ids are new again.
 */
public final class OutsideLedger {
  /** Milliseconds; an intent from the future is remembered for so much longer at most. */
  private static final long DAY = 24L * 60 * 60 * 1000;

  private final Map<String, OutsideOrder> orders = new HashMap<>();
  private final Map<String, OutsideOrder> open = new LinkedHashMap<>();
  private final Deque<OutsideOrder> settled = new ArrayDeque<>();

  /** Settled orders of which the cursors do not tell whether the gate has forgotten them. */
  private final Set<String> doubtful = new HashSet<>();

  /** When each decided order may be forgotten: event time, milliseconds; oldest decision first. */
  private final Map<String, Long> decided = new LinkedHashMap<>();

  private final OutsideHoldings holdings = new OutsideHoldings();

  /** Reports of symbols whose contracts are not known. */
  private final List<ExecutionReport> held = new ArrayList<>();

  private BigDecimal cash = BigDecimal.ZERO;
  private long sequence;

  /** Books a deposit or, below 0, a withdrawal. */
  void deposit(BigDecimal amount) {
    cash = cash.add(amount);
  }

  /** Takes in a decision that is not a repeat. */
  public void decide(OrderDecision decision, GateSettings settings) {
    OrderIntent intent = decision.getIntent();
    long asOf = decision.getAsOf().toEpochMilli();
    sequence++;
    if (decision.getOutcome() == Outcome.APPROVED) {
      OutsideOrder order =
          new OutsideOrder(
              intent.getOrderId(),
              intent.getStrategyId(),
              intent.getSymbol(),
              intent.getSide(),
              decision.getApprovedQuantity(),
              asOf);
      orders.put(order.orderId(), order);
      open.put(order.orderId(), order);
      pend(order, order.reserved());
    }
    long submitted = Math.min(intent.getSubmittedAt().toEpochMilli(), plus(asOf, DAY));
    long memory = settings.maxClockLead().plus(settings.maxIntentAge()).toMillis();
    decided.put(intent.getOrderId(), plus(Math.max(asOf, submitted), memory));
  }

  /** Forgets what the gate has forgotten when it decides at that time of its clock. */
  public void forget(long clock, GateSettings settings) {
    while (!decided.isEmpty() && decided.values().iterator().next() < clock) {
      decided.remove(decided.keySet().iterator().next());
    }
    long before = plus(clock, -settings.executionMemory().toMillis());
    while (!settled.isEmpty()
        && settled.peekFirst().heardOf() < before
        && !decided.containsKey(settled.peekFirst().orderId())) {
      orders.remove(settled.removeFirst().orderId());
    }
    for (OutsideOrder order : settled) {
      if (order.heardFrom() >= before || decided.containsKey(order.orderId())) {
        break; // The gate forgets in this order, up to the first that it must keep.
      }
      doubtful.add(order.orderId());
    }
  }

  /**
   * Takes in an execution report; one that is known or makes no sense changes nothing, and one of a
   * symbol whose contract is not known waits.
   *
   * @param contracts money that one unit of a symbol at a price of 1 is worth, where it is known
   */
  public void apply(
      ExecutionReport report, Function<String, Optional<BigDecimal>> contracts, Receipt at) {
    OutsideOrder order = orders.get(report.getOrderId());
    BigDecimal last = report.getLastQuantity();
    boolean waits = held.stream().anyMatch(h -> isOfOneLine(h, report));
    if (!isSensible(report) || (order == null && last.signum() <= 0 && !waits)) {
      return;
    }
    boolean known = order != null && order.knows(report.getExecId());
    Optional<BigDecimal> contract = contracts.apply(report.getSymbol());
    if (waits || (!known && last.signum() != 0 && contract.isEmpty())) {
      held.add(report);
    } else if (known) {
      again(report, order, at);
    } else if (last.signum() >= 0 || order.canGiveBack(report)) {
      book(report, order, contract.orElse(BigDecimal.ONE), at);
    }
  }

  /** Takes in the reports that waited for contracts that are known now. */
  public void applyHeld(Function<String, Optional<BigDecimal>> contracts, Receipt at) {
    List<ExecutionReport> ready =
        held.stream().filter(h -> contracts.apply(h.getSymbol()).isPresent()).toList();
    held.removeAll(ready);
    ready.forEach(report -> apply(report, contracts, at));
  }

  private static boolean isOfOneLine(ExecutionReport one, ExecutionReport other) {
    return one.getOrderId().equals(other.getOrderId()) && one.getSymbol().equals(other.getSymbol());
  }

  private void again(ExecutionReport report, OutsideOrder order, Receipt at) {
    BigDecimal reserved = order.reserved();
    if (order.applyAgain(report, at)) {
      pend(order, order.reserved().subtract(reserved));
      file(order);
      sequence++;
    }
  }

  private void book(ExecutionReport report, OutsideOrder known, BigDecimal contract, Receipt at) {
    OutsideOrder order = known == null ? unsolicited(report, at) : known;
    BigDecimal quantity = order.due(report);
    boolean toldBefore = report.getLastQuantity().signum() > 0 && quantity.signum() == 0;
    if (!toldBefore) {
      BigDecimal signed = report.getSide() == Side.BUY ? quantity : quantity.negate();
      holdings.change(
          report.getStrategyId(), report.getSymbol(), Holding.NONE.plusPosition(signed));
      cash =
          cash.subtract(signed.multiply(report.getPrice()).multiply(contract))
              .subtract(report.getFee());
    }
    BigDecimal reserved = order.reserved();
    order.apply(report, quantity, at);
    pend(order, order.reserved().subtract(reserved));
    file(order);
    sequence++;
  }

  /** Believes a decision where only it can tell whether the gate had forgotten its order. */
  public void believe(OrderDecision decision) {
    String orderId = decision.getIntent().getOrderId();
    boolean known =
        decision.getViolations().stream().anyMatch(v -> v.getReason().equals("DUPLICATE_ORDER"));
    if (doubtful.remove(orderId) && !known) {
      settled.remove(orders.remove(orderId));
    }
  }

  private OutsideOrder unsolicited(ExecutionReport report, Receipt at) {
    OutsideOrder order =
        new OutsideOrder(
            report.getOrderId(),
            report.getStrategyId(),
            report.getSymbol(),
            report.getSide(),
            BigDecimal.ZERO,
            at.from());
    orders.put(order.orderId(), order);
    settled.addLast(order);
    return order;
  }

  /** Releases what an order reserves, on an operator's word. */
  public void release(String orderId) {
    OutsideOrder order = orders.get(orderId);
    if (order != null && !order.isSettled()) {
      BigDecimal reserved = order.reserved();
      order.release();
      pend(order, order.reserved().subtract(reserved));
      file(order);
      sequence++;
    }
  }

  /** Whether a report of an order waits. */
  public boolean isHeld(String orderId) {
    return held.stream().anyMatch(h -> h.getOrderId().equals(orderId));
  }

  private static boolean isSensible(ExecutionReport report) {
    return Stream.of(
                report.getPortfolioId(),
                report.getOrderId(),
                report.getStrategyId(),
                report.getSymbol(),
                report.getExecId())
            .allMatch(Identifier::isUsable)
        && Stream.of(
                report.getLastQuantity(),
                report.getCumulativeQuantity(),
                report.getPrice(),
                report.getFee())
            .allMatch(Rounding::fits)
        && report.getCumulativeQuantity().signum() >= 0
        && (report.getLastQuantity().signum() == 0 || report.getPrice().signum() > 0);
  }

  /** Moves an order between those that may fill and those that may be forgotten. */
  private void file(OutsideOrder order) {
    if (order.isSettled()) {
      if (open.remove(order.orderId()) != null) {
        settled.addLast(order);
      }
    } else if (open.putIfAbsent(order.orderId(), order) == null) {
      settled.remove(order);
    }
  }

  private void pend(OutsideOrder order, BigDecimal quantity) {
    holdings.change(
        order.strategyId(), order.symbol(), Holding.NONE.plusPending(order.side(), quantity));
  }

  /** Sum that stops at the ends of the range. */
  private static long plus(long a, long b) {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException e) {
      return b > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  /** What is held and pends. */
  public OutsideHoldings holdings() {
    return holdings;
  }

  /** Orders that may fill. */
  public Collection<OutsideOrder> openOrders() {
    return open.values();
  }

  /** An order that is not forgotten. */
  public Optional<OutsideOrder> order(String orderId) {
    return Optional.ofNullable(orders.get(orderId));
  }

  /** Whether a resent intent of this id gets its decision again. */
  public boolean isDecided(String orderId) {
    return decided.containsKey(orderId);
  }

  /** Whether a decision may be forgotten by a time, milliseconds. */
  public boolean mayBeForgotten(String orderId, long time) {
    return decided.getOrDefault(orderId, Long.MAX_VALUE) < time;
  }

  /** Cash in hand, in base currency. */
  public BigDecimal cash() {
    return cash;
  }

  /** Number of decisions, reports and releases that changed the ledger. */
  public long sequence() {
    return sequence;
  }

  /** Counts on from a number that was recorded, so that one difference is not told ever again. */
  public void countFrom(long recorded) {
    sequence = recorded;
  }
}
