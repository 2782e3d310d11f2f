package com.alphapulse.riskbudget.demo.trading;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.TimeInForce;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** One order at the simulated execution engine, and the steps that lie ahead of it. */
final class WorkingOrder {
  /** Bars for which a limit order waits for its price before it expires. */
  private static final int PATIENCE = 4;

  private static final BigDecimal FEE_RATE = new BigDecimal("0.0001");
  private static final BigDecimal BASIS_POINT = new BigDecimal("0.0001");
  private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(8);

  private final OrderIntent intent;
  private final BigDecimal approved;
  private final Instrument instrument;
  private final SplittableRandom random;
  private final Deque<Step> steps = new ArrayDeque<>();
  private BigDecimal cumulative = NOTHING;
  private int bars;
  private int reports;

  private enum Step {
    WAIT,
    ACKNOWLEDGE,
    FILL_PART,
    FILL_REST,
    CANCEL,
    /** The cancel is reported first and counts a part whose fill is reported a bar later. */
    CANCEL_AHEAD_OF_FILL,
    REJECT,
    EXPIRE
  }

  /** A part whose fill the cancel has overtaken. */
  private Optional<BigDecimal> overtaken = Optional.empty();

  WorkingOrder(OrderDecision decision, Instrument instrument, SplittableRandom random) {
    this.intent = decision.getIntent();
    this.approved = decision.getApprovedQuantity();
    this.instrument = instrument;
    this.random = random;
    plan();
  }

  String symbol() {
    return intent.getSymbol();
  }

  boolean done() {
    return steps.isEmpty() && overtaken.isEmpty();
  }

  void cancel() {
    if (!steps.isEmpty()) {
      steps.clear();
      steps.add(Step.CANCEL);
    }
  }

  private void plan() {
    int draw = random.nextInt(100);
    if (draw < 15) {
      steps.add(Step.ACKNOWLEDGE);
    }
    if (intent.getTimeInForce() == TimeInForce.IOC) {
      steps.addAll(draw < 50 ? List.of(Step.FILL_REST) : List.of(Step.FILL_PART, Step.CANCEL));
    } else if (draw < 4) {
      steps.add(Step.REJECT);
    } else if (draw < 10) {
      wait(PATIENCE);
      steps.add(Step.EXPIRE);
    } else if (draw < 20) {
      steps.addAll(List.of(Step.FILL_PART, Step.CANCEL));
    } else if (draw < 24) {
      steps.addAll(List.of(Step.FILL_PART, Step.CANCEL_AHEAD_OF_FILL));
    } else if (draw < 32) {
      wait(3 + random.nextInt(4));
      steps.add(Step.FILL_REST);
    } else if (draw < 52) {
      steps.addAll(List.of(Step.FILL_PART, Step.FILL_PART, Step.FILL_REST));
    } else if (draw < 70) {
      steps.addAll(List.of(Step.FILL_PART, Step.FILL_REST));
    } else {
      steps.add(Step.FILL_REST);
    }
  }

  private void wait(int count) {
    for (int i = 0; i < count; i++) {
      steps.add(Step.WAIT);
    }
  }

  /**
   * Takes the next step.
   *
   * @param close of the bar
   * @param at event time, milliseconds
   */
  List<ExecutionReport> work(BigDecimal close, long at) {
    bars++;
    if (overtaken.isPresent()) {
      BigDecimal part = overtaken.get();
      overtaken = Optional.empty();
      return List.of(report(ExecutionStatus.CANCELLED, part, price(close), at));
    }
    Step step = steps.element();
    if ((step == Step.FILL_PART || step == Step.FILL_REST) && outOfReach(close)) {
      if (bars <= PATIENCE) {
        return List.of();
      }
      step = Step.EXPIRE;
    }
    steps.remove();
    return switch (step) {
      case WAIT -> List.of();
      case ACKNOWLEDGE -> List.of(report(ExecutionStatus.NEW, NOTHING, NOTHING, at));
      case FILL_PART -> fill(part(), close, at);
      case FILL_REST -> fill(approved.subtract(cumulative), close, at);
      case CANCEL -> end(ExecutionStatus.CANCELLED, at);
      case CANCEL_AHEAD_OF_FILL -> cancelAhead(at);
      case REJECT -> end(ExecutionStatus.REJECTED, at);
      case EXPIRE -> end(ExecutionStatus.EXPIRED, at);
    };
  }

  private List<ExecutionReport> fill(BigDecimal quantity, BigDecimal close, long at) {
    cumulative = cumulative.add(quantity);
    boolean whole = cumulative.compareTo(approved) >= 0;
    if (whole) {
      steps.clear();
    }
    return List.of(
        report(
            whole ? ExecutionStatus.FILLED : ExecutionStatus.PARTIALLY_FILLED,
            quantity,
            price(close),
            at));
  }

  private List<ExecutionReport> cancelAhead(long at) {
    BigDecimal part = part();
    cumulative = cumulative.add(part);
    overtaken = Optional.of(part);
    return end(ExecutionStatus.CANCELLED, at);
  }

  private List<ExecutionReport> end(ExecutionStatus status, long at) {
    steps.clear();
    return List.of(report(status, NOTHING, NOTHING, at));
  }

  /** Between a fifth and four fifths of what is left, in whole lots and at least one. */
  private BigDecimal part() {
    BigDecimal left = approved.subtract(cumulative);
    BigDecimal lot = instrument.getLotSize();
    BigDecimal share = BigDecimal.valueOf(20 + random.nextInt(61), 2);
    BigDecimal lots = left.multiply(share).divide(lot, 0, RoundingMode.DOWN).max(BigDecimal.ONE);
    return lots.multiply(lot).min(left).setScale(8, RoundingMode.DOWN);
  }

  private boolean outOfReach(BigDecimal close) {
    if (intent.getType() != OrderType.LIMIT) {
      return false;
    }
    int distance = close.compareTo(intent.getLimitPrice());
    return intent.getSide() == Side.BUY ? distance > 0 : distance < 0;
  }

  /**
   * The close with up to five basis points of slippage, in ticks; a limit order's limit at worst.
   */
  private BigDecimal price(BigDecimal close) {
    BigDecimal slip = BASIS_POINT.multiply(BigDecimal.valueOf(random.nextInt(6)));
    boolean buy = intent.getSide() == Side.BUY;
    BigDecimal factor = buy ? BigDecimal.ONE.add(slip) : BigDecimal.ONE.subtract(slip);
    BigDecimal tick = instrument.getTickSize();
    BigDecimal price =
        close
            .multiply(factor)
            .divide(tick, 0, RoundingMode.HALF_EVEN)
            .max(BigDecimal.ONE)
            .multiply(tick);
    if (intent.getType() == OrderType.LIMIT) {
      price = buy ? price.min(intent.getLimitPrice()) : price.max(intent.getLimitPrice());
    }
    return price.setScale(8, RoundingMode.HALF_EVEN);
  }

  private ExecutionReport report(
      ExecutionStatus status, BigDecimal quantity, BigDecimal price, long at) {
    reports++;
    BigDecimal fee =
        quantity
            .multiply(price)
            .multiply(instrument.getContractMultiplier())
            .multiply(FEE_RATE)
            .setScale(8, RoundingMode.HALF_EVEN);
    return ExecutionReport.newBuilder()
        .setPortfolioId(intent.getPortfolioId())
        .setOrderId(intent.getOrderId())
        .setStrategyId(intent.getStrategyId())
        .setSymbol(intent.getSymbol())
        .setSide(intent.getSide())
        .setStatus(status)
        .setLastQuantity(quantity)
        .setCumulativeQuantity(cumulative)
        .setPrice(price)
        .setFee(fee)
        .setExecId(intent.getOrderId() + "-" + reports)
        .setEventTime(Instant.ofEpochMilli(at))
        .build();
  }
}
