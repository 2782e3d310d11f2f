package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.outside.record.Rounding;
import com.alphapulse.riskbudget.audit.outside.record.Texts;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.Violation;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What alerts, marks and RESUME say about the loss limits of one portfolio.
 *
 * <p>Peak, start of the day and the count of marks beyond a limit depend on which reports the gate
 * had applied at each record of marks, and cursors tell that only where it decided. So whether a
 * limit is reached is taken from the decision and held against this: the alert of the moment at
 * which it was reached, and the RESUME that ends it. Between two decisions their order is not
 * known; what the next decision says is then believed.
 */
public final class LossEvidence {
  public static final String ALERT = "LOSS_LIMIT_REACHED";

  /** Why orders that add risk are rejected then. */
  public static final String REASON = "LOSS_LIMIT";

  /** What is known. */
  enum State {
    CLEAR,
    REACHED,
    EITHER
  }

  private final Deque<RiskAlert> ahead = new ArrayDeque<>();
  private State state = State.CLEAR;
  private RiskAlert latest;
  private boolean everLimited;

  /** Whether the next alert belongs to one of several records of marks of the latest time. */
  private boolean atAlert;

  /** Whether a limit was reached already at the decision before. */
  private boolean reachedBefore;

  /**
   * @param alerts of this portfolio's loss limits, in their order
   */
  LossEvidence(List<RiskAlert> alerts) {
    ahead.addAll(alerts);
  }

  /** Takes in that the portfolio has a loss limit. */
  void limited() {
    everLimited = true;
  }

  /** Takes in marks of an event time, in milliseconds; several records may share it. */
  public void marks(long asOf) {
    while (!ahead.isEmpty() && ahead.peekFirst().getAsOf().toEpochMilli() <= asOf) {
      latest = ahead.peekFirst();
      reachedBefore = false;
      if (latest.getAsOf().toEpochMilli() == asOf) {
        atAlert = true;
        state = State.EITHER;
        return;
      }
      pass(State.REACHED);
    }
  }

  /** Takes in that an operator has resumed the whole portfolio. */
  public void resume() {
    if (atAlert) {
      pass(State.EITHER);
    } else if (state == State.REACHED) {
      state = reachedBefore ? State.CLEAR : State.EITHER;
    }
  }

  /**
   * Holds what a decision says against it.
   *
   * @param reached whether the decision says that a limit is reached
   * @return what is wrong, if anything
   */
  public Optional<String> hold(boolean reached) {
    Optional<String> wrong = Optional.empty();
    if (reached && !everLimited) {
      wrong = Optional.of("the portfolio never had a loss limit");
    } else if (reached && state == State.CLEAR) {
      wrong = Optional.of("no " + ALERT + " tells of it");
    } else if (!reached && state == State.REACHED) {
      wrong = Optional.of("the alert of %s is passed over".formatted(latest.getAsOf()));
    }
    if (state == State.EITHER) {
      settle(reached);
    }
    reachedBefore = state == State.REACHED;
    return wrong;
  }

  private void settle(boolean reached) {
    if (reached && atAlert) {
      pass(State.REACHED);
    } else if (!atAlert) {
      state = reached ? State.REACHED : State.CLEAR;
    }
  }

  private void pass(State next) {
    ahead.removeFirst();
    atAlert = false;
    state = next;
  }

  /**
   * Holds what a decision says of the loss against the alert that tells of it.
   *
   * @return what is wrong, if anything
   */
  public Optional<String> hold(OrderDecision decision) {
    for (Violation violation : decision.getViolations()) {
      if (violation.getReason().equals(REASON)
          && latest != null
          && (isNot(violation.getObserved(), latest.getObserved(), Rounding::up)
              || isNot(violation.getLimit(), latest.getThreshold(), Rounding::down))) {
        return Optional.of(
            "loss %s over %s, and the alert says %s over %s"
                .formatted(
                    Texts.plain(violation.getObserved()),
                    Texts.plain(violation.getLimit()),
                    latest.getObserved(),
                    latest.getThreshold()));
      }
    }
    return Optional.empty();
  }

  private static boolean isNot(
      BigDecimal recorded, Double alerted, UnaryOperator<BigDecimal> rounding) {
    return recorded == null
        || alerted == null
        || recorded.compareTo(rounding.apply(BigDecimal.valueOf(alerted))) != 0;
  }
}
