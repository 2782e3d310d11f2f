package com.alphapulse.riskbudget.audit.outside.record;

import java.util.Arrays;
import java.util.Optional;

/**
 * Something that the audit holds against a decision or an intent.
 *
 * @param place topic, partition and offset of the record
 * @param detail what was seen and what was expected
 */
public record Finding(Kind kind, String portfolioId, String orderId, String place, String detail) {

  /** What is wrong. */
  public enum Kind {
    /** An intent without an answer. */
    UNANSWERED(Group.ANSWER),
    /** An order with more than one decision that is not a repeat. */
    ANSWERED_TWICE(Group.ANSWER),
    /** A decision for an order that nobody sent. */
    NEVER_ASKED(Group.LEDGER),
    /** A decision whose copy of the intent is not the intent that was sent. */
    INTENT_DIFFERS(Group.LEDGER),
    /** A repeat that does not say what the first decision said. */
    REPEAT_DIFFERS(Group.LEDGER),
    /** Decisions that do not stand in the order of their intents, or on the wrong topic. */
    MISPLACED(Group.LEDGER),
    /** A decision without the offsets that it rests on, or with offsets that go back. */
    BAD_CURSOR(Group.LEDGER),
    /** Recorded inputs that do not follow from the history. */
    INPUTS_DIFFER(Group.LEDGER),
    /** The gate's checks, on the state rebuilt from the topics, decide something else. */
    DECIDED_DIFFERENTLY(Group.LEDGER),
    /** A loss limit that is said to be reached without an alert, or is passed over after one. */
    LOSS_LIMIT_UNPROVEN(Group.LEDGER),
    /** An order was rejected for a reason that does not hold, or for none. */
    REJECTED_WITHOUT_GROUND(Group.LEDGER),
    /** A decision does not tell of a rule that the order breaks. */
    VIOLATION_NOT_TOLD(Group.LEDGER),
    /** A value or a limit that a decision tells with a reason is not what it was. */
    VIOLATION_DIFFERS(Group.LEDGER),
    /** A reason for which no rule is known here. */
    REASON_UNKNOWN(Group.LEDGER),
    /** A budget under another key than its portfolio, or in another partition. */
    BUDGET_MISPLACED(Group.BUDGET),
    /** A budget whose version is not the next one. */
    BUDGET_VERSION(Group.BUDGET),
    /** A budget of a market that is not the portfolio's, or of a portfolio that is not defined. */
    BUDGET_MARKET(Group.BUDGET),
    /** A budget that rests on a market state that there is not, or whose time goes back. */
    BUDGET_INPUT(Group.BUDGET),
    /** A budget with a limit that is below 0 or not finite. */
    BUDGET_LIMIT(Group.BUDGET),
    /** A budget whose equity does not follow from what was paid in and executed. */
    BUDGET_EQUITY(Group.BUDGET),
    /** More was approved than was asked for, nothing, or less although all of it was asked for. */
    MORE_THAN_ASKED(Group.LIMIT),
    /** An order that was taken to cut risk raises the worst case, or can flip the position. */
    NOT_REDUCING(Group.LIMIT),

    // An order was approved although it breaks a rule. Each is named as the reason for which it was
    // to be rejected; what they mean is told there.
    UNROUTABLE(Group.LIMIT),
    BAD_IDENTIFIER(Group.LIMIT),
    UNKNOWN_PORTFOLIO(Group.LIMIT),
    PORTFOLIO_CLOSED(Group.LIMIT),
    UNKNOWN_STRATEGY(Group.LIMIT),
    UNKNOWN_SYMBOL(Group.LIMIT),
    RESTRICTED_SYMBOL(Group.LIMIT),
    CURRENCY_MISMATCH(Group.LIMIT),
    CURRENCY_UNKNOWN(Group.LIMIT),
    BAD_QUANTITY(Group.LIMIT),
    NOT_A_LOT(Group.LIMIT),
    BAD_PRICE(Group.LIMIT),
    NOT_A_TICK(Group.LIMIT),
    DUPLICATE_ORDER(Group.LIMIT),
    STALE_INTENT(Group.LIMIT),
    CLOCK_AHEAD(Group.LIMIT),
    HALTED(Group.LIMIT),
    REDUCE_ONLY(Group.LIMIT),
    NO_BUDGET(Group.LIMIT),
    STALE_BUDGET(Group.LIMIT),
    NO_MARK(Group.LIMIT),
    STALE_MARK(Group.LIMIT),
    NO_EQUITY(Group.LIMIT),
    PRICE_COLLAR(Group.LIMIT),
    ORDER_RATE(Group.LIMIT),
    ORDER_QUANTITY(Group.LIMIT),
    ORDER_NOTIONAL(Group.LIMIT),
    OPEN_ORDERS(Group.LIMIT),
    POSITION_LIMIT(Group.LIMIT),
    CONCENTRATION(Group.LIMIT),
    STRATEGY_BUDGET(Group.LIMIT),
    PORTFOLIO_LEVERAGE(Group.LIMIT),
    NO_RISK_MODEL(Group.LIMIT),
    VOLATILITY_LIMIT(Group.LIMIT),
    LOSS_LIMIT(Group.LIMIT);

    /** What a kind counts as. */
    public enum Group {
      ANSWER,
      LEDGER,
      BUDGET,
      LIMIT
    }

    private final Group group;

    Kind(Group group) {
      this.group = group;
    }

    public Group group() {
      return group;
    }

    /** The rule of that reason; empty where none is known. */
    public static Optional<Kind> ofReason(String reason) {
      return Arrays.stream(values())
          .filter(kind -> kind.group == Group.LIMIT && kind.name().equals(reason))
          .findFirst();
    }
  }

  @Override
  public String toString() {
    return "%s %s %s (%s): %s".formatted(kind, portfolioId, orderId, place, detail);
  }
}
