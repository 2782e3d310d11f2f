package com.alphapulse.riskbudget.audit.outside;

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
    /** An order that adds risk was approved without a budget or without a price. */
    NO_LIMIT_KNOWN(Group.LIMIT),
    /** More was approved than was asked for. */
    MORE_THAN_ASKED(Group.LIMIT),
    /** The worst-case position of a symbol is above its limit. */
    POSITION_LIMIT(Group.LIMIT),
    /** The worst-case exposure of a strategy is above its budget. */
    STRATEGY_BUDGET(Group.LIMIT),
    /** The worst-case gross exposure of a portfolio is above its leverage limit. */
    PORTFOLIO_LEVERAGE(Group.LIMIT),
    /** The volatility of a portfolio is above its limit. */
    VOLATILITY_LIMIT(Group.LIMIT),
    /** An order that was taken to cut risk raises the worst case, or can flip the position. */
    NOT_REDUCING(Group.LIMIT);

    /** What a kind counts as. */
    enum Group {
      ANSWER,
      LEDGER,
      LIMIT
    }

    private final Group group;

    Kind(Group group) {
      this.group = group;
    }

    Group group() {
      return group;
    }
  }

  @Override
  public String toString() {
    return "%s %s %s (%s): %s".formatted(kind, portfolioId, orderId, place, detail);
  }
}
