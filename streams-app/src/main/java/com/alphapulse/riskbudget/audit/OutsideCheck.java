package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.audit.Answers.Question;
import com.alphapulse.riskbudget.audit.Finding.Kind;
import com.alphapulse.riskbudget.audit.History.Entry;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.gate.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds everything that the gate decided against what was known when it decided.
 *
 * <ul>
 *   <li>Every intent has an answer, in its place; every order has exactly one decision that is not
 *       a repeat, and repeats say the same.
 *   <li>The inputs that a decision says it saw follow from the history up to its cursor.
 *   <li>The gate's checks, on the state that was rebuilt from that history, decide the same.
 *   <li>No approval that adds risk goes beyond a limit in force; no approval that counts as cutting
 *       risk adds any.
 * </ul>
 *
 * <p>What depends on the order of records between two decisions cannot be rebuilt from cursors:
 * {@link LossEvidence} tells what is done about loss limits, {@link PartitionReplay} about the
 * rest.
 */
public final class OutsideCheck {
  private final List<Finding> findings = new ArrayList<>();
  private final CheckResult.Counts counts = new CheckResult.Counts();
  private final History history;
  private final GateSettings settings;
  private final Range range;
  private final Listener listener;
  private final Partitioning partitioning;

  /** Hears of every decision that was taken again, also of those outside the range. */
  @FunctionalInterface
  public interface Listener {
    /** Takes in a decision and what came out when it was taken again. */
    void decided(Entry<OrderDecision> recorded, Redecision again);
  }

  private OutsideCheck(History history, GateSettings settings, Range range, Listener listener) {
    this.history = history;
    this.settings = settings;
    this.range = range;
    this.listener = listener;
    this.partitioning = new Partitioning(history.partitions());
  }

  /**
   * Checks a whole history.
   *
   * @param settings that the gate had
   */
  public static CheckResult check(History history, GateSettings settings) {
    return check(history, settings, Range.ALL, (recorded, again) -> {});
  }

  /**
   * Checks the orders of a range, replaying what was before them.
   *
   * @param settings that the gate had
   * @param listener hears of the progress
   */
  public static CheckResult check(
      History history, GateSettings settings, Range range, Listener listener) {
    return new OutsideCheck(history, settings, range, listener).run();
  }

  private CheckResult run() {
    Answers answers =
        new Answers(
            history, (decision, problem) -> find(problem.kind(), decision, problem.detail()));
    answers.byPartition().forEach(this::replay);
    history.decisions().stream()
        .map(Entry::value)
        .filter(d -> range.contains(d.getIntent().getSubmittedAt()))
        .forEach(counts::decision);
    return counts.result(findings);
  }

  /** Goes through a partition's intents in their order. */
  private void replay(int partition, List<Question> questions) {
    PartitionReplay replay = new PartitionReplay(history, partition, settings);
    for (Question question : questions) {
      OrderIntent intent = question.intent.value();
      boolean wanted = range.contains(intent.getSubmittedAt());
      if (wanted) {
        counts.intent(question);
      }
      Optional<Entry<OrderDecision>> answer = question.answer();
      if (answer.isEmpty()) {
        if (wanted) {
          findings.add(
              new Finding(
                  Kind.UNANSWERED,
                  intent.getPortfolioId(),
                  intent.getOrderId(),
                  question.intent.place(),
                  "no decision"));
        }
      } else if (answer.get().value().getRepeat()) {
        repeated(answer.get(), replay);
      } else {
        replay
            .forward(answer.get().value())
            .forEach(wrong -> find(Kind.BAD_CURSOR, answer.get(), wrong));
        decided(question.intent, answer.get(), replay);
      }
    }
  }

  private void repeated(Entry<OrderDecision> repeat, PartitionReplay replay) {
    OrderIntent intent = repeat.value().getIntent();
    if (!replay.portfolio(intent.getPortfolioId()).ledger().isDecided(intent.getOrderId())) {
      find(Kind.REPEAT_DIFFERS, repeat, "the first decision was to be forgotten by then");
    }
  }

  private void decided(
      Entry<OrderIntent> asked, Entry<OrderDecision> answer, PartitionReplay replay) {
    OrderDecision decision = answer.value();
    OrderIntent intent = decision.getIntent();
    String portfolioId = intent.getPortfolioId();
    boolean own =
        partitioning.isFor(asked.key(), asked.partition(), portfolioId)
            && Identifiers.isUsable(portfolioId)
            && Identifiers.isUsable(intent.getOrderId());
    if (!own) {
      Optional<String> key =
          Optional.ofNullable(asked.key()).filter(k -> partitioning.isRight(k, asked.partition()));
      compare(answer, Redecision.stray(asked.value(), key, replay, settings));
      return;
    }
    OutsideLedger ledger = replay.portfolio(portfolioId).ledger();
    if (ledger.isDecided(intent.getOrderId())) {
      find(Kind.ANSWERED_TWICE, answer, "a resent intent was decided anew");
      return;
    }
    replay.expireOverrides(portfolioId);
    new DecisionCheck(replay, decision)
        .run()
        .forEach((kind, details) -> details.forEach(d -> find(kind, answer, d)));
    compare(answer, Redecision.own(decision, replay, settings));
    if (range.contains(intent.getSubmittedAt())) {
      counts.held(decision);
    }
    ledger.countFrom(decision.getInputs().getLedgerSequence());
    replay.decide(decision);
  }

  private void compare(Entry<OrderDecision> answer, Redecision again) {
    Differences.between(answer.value(), again.decision())
        .forEach(difference -> find(Kind.DECIDED_DIFFERENTLY, answer, difference));
    if (range.contains(answer.value().getIntent().getSubmittedAt())) {
      counts.decidedAgain();
    }
    listener.decided(answer, again);
  }

  private void find(Kind kind, Entry<OrderDecision> decision, String detail) {
    OrderIntent intent = decision.value().getIntent();
    if (range.contains(intent.getSubmittedAt())) {
      findings.add(
          new Finding(
              kind, intent.getPortfolioId(), intent.getOrderId(), decision.place(), detail));
    }
  }
}
