package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.audit.outside.AnsweredIntents.Question;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.audit.outside.rule.InputCheck;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What came out of {@link OutsideCheck}.
 *
 * @param orderIntents records, resent ones among them
 * @param answered intents with a decision or a repeat
 * @param approved decisions that are not repeats
 * @param rejected decisions that are not repeats
 * @param repeats decisions that are repeats
 * @param decidedAgain decisions that the gate's checks have taken again
 * @param inputsCompared values that decisions say they saw
 * @param limitsChecked approvals that were held against the limits in force
 * @param budgets that were held against the portfolios' books
 * @param partitions with intents
 * @param first event time of the earliest intent
 * @param last event time of the latest intent
 * @param rejectedByReason rejected orders that broke a rule, by the rule's code; an order that
 *     broke several counts under each
 */
public record CheckResult(
    long orderIntents,
    long answered,
    long approved,
    long rejected,
    long repeats,
    long decidedAgain,
    long inputsCompared,
    long limitsChecked,
    long budgets,
    int partitions,
    Optional<Instant> first,
    Optional<Instant> last,
    Map<String, Long> rejectedByReason,
    List<Finding> findings) {

  public CheckResult {
    findings = List.copyOf(findings);
  }

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

  /** Differences between decisions and the history. */
  public long ledgerMismatches() {
    return count(Kind.Group.LEDGER);
  }

  /** Budgets that do not follow from the history. */
  public long budgetMismatches() {
    return count(Kind.Group.BUDGET);
  }

  /** The same with a check of the budgets. */
  public CheckResult withBudgets(long checked, List<Finding> found) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(found);
    return new CheckResult(
        orderIntents,
        answered,
        approved,
        rejected,
        repeats,
        decidedAgain,
        inputsCompared,
        limitsChecked,
        checked,
        partitions,
        first,
        last,
        rejectedByReason,
        all);
  }

  private long count(Kind kind) {
    return findings.stream().filter(f -> f.kind() == kind).count();
  }

  private long count(Kind.Group group) {
    return findings.stream().filter(f -> f.kind().group() == group).count();
  }

  /** Counts while the check runs. */
  static final class Counts {
    private final Map<String, Long> reasons = new TreeMap<>();
    private final Set<Integer> partitions = new HashSet<>();
    private long intents;
    private long answered;
    private long approved;
    private long rejected;
    private long repeats;
    private long decidedAgain;
    private long held;
    private long limitsChecked;
    private Instant first;
    private Instant last;

    void intent(Question question) {
      Instant time = question.intent.value().getSubmittedAt();
      intents++;
      answered += question.answer().isPresent() ? 1 : 0;
      partitions.add(question.intent.partition());
      first = first == null || time.isBefore(first) ? time : first;
      last = last == null || time.isAfter(last) ? time : last;
    }

    void decision(OrderDecision decision) {
      if (decision.getRepeat()) {
        repeats++;
      } else if (decision.getOutcome() == Outcome.APPROVED) {
        approved++;
      } else {
        rejected++;
        decision.getViolations().stream()
            .map(v -> v.getReason())
            .distinct()
            .forEach(reason -> reasons.merge(reason, 1L, Long::sum));
      }
    }

    void decidedAgain() {
      decidedAgain++;
    }

    void held(OrderDecision decision) {
      held++;
      limitsChecked += decision.getOutcome() == Outcome.APPROVED ? 1 : 0;
    }

    CheckResult result(List<Finding> findings) {
      return new CheckResult(
          intents,
          answered,
          approved,
          rejected,
          repeats,
          decidedAgain,
          held * InputCheck.INPUTS,
          limitsChecked,
          0,
          partitions.size(),
          Optional.ofNullable(first),
          Optional.ofNullable(last),
          Map.copyOf(reasons),
          findings);
    }
  }
}
