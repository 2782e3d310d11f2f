package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.audit.Finding.Kind;
import com.alphapulse.riskbudget.audit.History.Entry;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds everything that the gate decided against what was known when it decided.
 *
 * <ul>
 *   <li>Every intent has an answer; every order has exactly one decision that is not a repeat, and
 *       repeats say the same.
 *   <li>Positions and reservations that a decision says it saw follow from the history up to its
 *       cursor, and so do exposure and equity.
 *   <li>No approval that adds risk goes beyond the position limit, the strategy's budget or the
 *       leverage limit; no approval that counts as cutting risk adds any.
 * </ul>
 *
 * <p>Limits that come from overrides alone, and reservations that an operator released by hand, are
 * not rebuilt.
 */
public final class OutsideCheck {
  private final List<Finding> findings = new ArrayList<>();
  private final History history;

  /** The id of an order, which is unique within its portfolio only. */
  private record OrderKey(String portfolioId, String orderId) {
    static OrderKey of(OrderIntent intent) {
      return new OrderKey(intent.getPortfolioId(), intent.getOrderId());
    }
  }

  private OutsideCheck(History history) {
    this.history = history;
  }

  /**
   * What came out.
   *
   * @param orderIntents records, resent ones among them
   * @param approved decisions that are not repeats
   * @param rejected decisions that are not repeats
   * @param rejectedByReason rejected orders that broke a rule, by the rule's code; an order that
   *     broke several counts under each
   */
  public record Result(
      long orderIntents,
      long approved,
      long rejected,
      Map<String, Long> rejectedByReason,
      List<Finding> findings) {

    /** Intents without an answer. */
    public long unanswered() {
      return count(Kind.UNANSWERED);
    }

    /** Orders with more than one decision that is not a repeat. */
    public long answeredTwice() {
      return count(Kind.ANSWERED_TWICE);
    }

    /** Approvals beyond a limit. */
    public long limitViolations() {
      return count(Kind.Group.LIMIT);
    }

    /** Decisions whose inputs do not follow from the history. */
    public long ledgerMismatches() {
      return count(Kind.Group.LEDGER);
    }

    private long count(Kind kind) {
      return findings.stream().filter(f -> f.kind() == kind).count();
    }

    private long count(Kind.Group group) {
      return findings.stream().filter(f -> f.kind().group() == group).count();
    }
  }

  /** Checks a history. */
  public static Result check(History history) {
    return new OutsideCheck(history).run();
  }

  private Result run() {
    answers();
    Map<Integer, List<Entry<OrderDecision>>> byPartition = new TreeMap<>();
    for (Entry<OrderDecision> decision : history.decisions()) {
      byPartition.computeIfAbsent(decision.partition(), p -> new ArrayList<>()).add(decision);
    }
    byPartition.forEach(this::replay);
    long approved = 0;
    long rejected = 0;
    Map<String, Long> reasons = new TreeMap<>();
    for (Entry<OrderDecision> entry : history.decisions()) {
      OrderDecision decision = entry.value();
      if (decision.getRepeat()) {
        continue;
      }
      if (decision.getOutcome() == Outcome.APPROVED) {
        approved++;
      } else {
        rejected++;
        decision.getViolations().stream()
            .map(v -> v.getReason())
            .distinct()
            .forEach(reason -> reasons.merge(reason, 1L, Long::sum));
      }
    }
    return new Result(history.intents().size(), approved, rejected, reasons, List.copyOf(findings));
  }

  /** Holds the number of answers against the number of questions, and repeats against originals. */
  private void answers() {
    Map<OrderKey, Integer> asked = new LinkedHashMap<>();
    history.intents().forEach(e -> asked.merge(OrderKey.of(e.value()), 1, Integer::sum));
    Map<OrderKey, List<OrderDecision>> answered = new LinkedHashMap<>();
    history
        .decisions()
        .forEach(
            e ->
                answered
                    .computeIfAbsent(OrderKey.of(e.value().getIntent()), k -> new ArrayList<>())
                    .add(e.value()));
    asked.forEach((key, times) -> answersTo(key, times, answered.getOrDefault(key, List.of())));
    answered.forEach(
        (key, decisions) -> {
          int excess = decisions.size() - asked.getOrDefault(key, 0);
          if (excess > 0) {
            find(Kind.NEVER_ASKED, key, excess + " decisions more than intents");
          }
        });
  }

  private void answersTo(OrderKey key, int asked, List<OrderDecision> decisions) {
    List<OrderDecision> originals = decisions.stream().filter(d -> !d.getRepeat()).toList();
    if (originals.size() > 1) {
      find(Kind.ANSWERED_TWICE, key, originals.size() + " decisions that are not repeats");
    }
    int missing = originals.isEmpty() ? asked : asked - decisions.size();
    for (int i = 0; i < missing; i++) {
      find(Kind.UNANSWERED, key, "sent %d times, answered %d".formatted(asked, decisions.size()));
    }
    for (OrderDecision decision : decisions) {
      if (decision.getRepeat() && !originals.isEmpty() && !same(originals.get(0), decision)) {
        find(Kind.REPEAT_DIFFERS, key, "the repeat says %s".formatted(decision.getOutcome()));
      }
    }
  }

  private static boolean same(OrderDecision original, OrderDecision repeat) {
    return original.getOutcome() == repeat.getOutcome()
        && original.getApprovedQuantity().compareTo(repeat.getApprovedQuantity()) == 0;
  }

  /** Goes through a partition's decisions in the order in which they were taken. */
  private void replay(int partition, List<Entry<OrderDecision>> entries) {
    PartitionReplay replay = new PartitionReplay(history, partition);
    Map<String, Long> sequences = new LinkedHashMap<>();
    List<OrderDecision> decisions =
        entries.stream()
            .filter(e -> e.value().getIntent().getPortfolioId().equals(e.key()))
            .map(Entry::value)
            .filter(d -> !d.getRepeat())
            .sorted(
                Comparator.<OrderDecision>comparingLong(
                        d -> d.getCursor().getOrDefault("order-intent", -1L))
                    .thenComparingLong(d -> d.getInputs().getLedgerSequence()))
            .toList();
    for (OrderDecision decision : decisions) {
      OrderKey key = OrderKey.of(decision.getIntent());
      replay.forward(decision).forEach(wrong -> find(Kind.BAD_CURSOR, key, wrong));
      if (!decision.getCursor().containsKey("order-intent")) {
        find(Kind.BAD_CURSOR, key, "no offset of order-intent");
      }
      long sequence = decision.getInputs().getLedgerSequence();
      Long before = sequences.put(key.portfolioId(), sequence);
      if (before != null && sequence < before) {
        find(Kind.BAD_CURSOR, key, "ledger sequence %d comes after %d".formatted(sequence, before));
      }
      DecisionCheck check = new DecisionCheck(replay, decision);
      check.run().forEach((kind, details) -> details.forEach(d -> find(kind, key, d)));
      if (decision.getOutcome() == Outcome.APPROVED) {
        replay.ledger(key.portfolioId()).approve(decision);
      }
    }
  }

  private void find(Kind kind, OrderKey key, String detail) {
    findings.add(new Finding(kind, key.portfolioId(), key.orderId(), detail));
  }
}
