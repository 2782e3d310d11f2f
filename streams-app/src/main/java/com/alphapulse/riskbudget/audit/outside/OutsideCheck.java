package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.history.Partitioning;
import com.alphapulse.riskbudget.audit.history.Range;
import com.alphapulse.riskbudget.audit.outside.AnsweredIntents.Question;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.audit.outside.record.FittedIntent;
import com.alphapulse.riskbudget.audit.outside.record.Identifier;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks;
import com.alphapulse.riskbudget.audit.outside.rule.DecisionCheck;
import com.alphapulse.riskbudget.audit.outside.rule.InputCheck;
import com.alphapulse.riskbudget.audit.outside.state.Facts;
import com.alphapulse.riskbudget.audit.outside.state.LossEvidence;
import com.alphapulse.riskbudget.audit.outside.state.OutsideLedger;
import com.alphapulse.riskbudget.audit.outside.state.OutsideRisk;
import com.alphapulse.riskbudget.audit.outside.state.OutsideState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.config.GateSettings;
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
  private final SecondOpinion opinion;
  private final Partitioning partitioning;

  /**
   * A decision and what was known when it was taken.
   *
   * @param asked what it answers
   * @param key of the intent's record; empty where there is none or it stands in the wrong
   *     partition
   * @param own whether the intent reached its portfolio's partition with usable ids; of another one
   *     the gate knows nothing but the overrides of all portfolios
   * @param known state before the decision; changes with the next one
   */
  public record Case(
      Entry<OrderIntent> asked,
      Entry<OrderDecision> answer,
      Optional<String> key,
      boolean own,
      PartitionReplay known) {}

  /** Hears of every decision, also of those outside the range, and may object. */
  @FunctionalInterface
  public interface SecondOpinion {
    /** Has none. */
    SecondOpinion NONE = decided -> Optional.empty();

    /** What it would have decided otherwise; empty where it has no opinion. */
    Optional<List<String>> on(Case decided);
  }

  private OutsideCheck(History history, GateSettings settings, Range range, SecondOpinion opinion) {
    this.history = history;
    this.settings = settings;
    this.range = range;
    this.opinion = opinion;
    this.partitioning = new Partitioning(history.partitions());
  }

  /**
   * Checks a whole history.
   *
   * @param settings that the gate had
   */
  public static CheckResult check(History history, GateSettings settings) {
    return check(history, settings, Range.ALL, SecondOpinion.NONE);
  }

  /**
   * Checks the orders of a range, replaying what was before them.
   *
   * @param settings that the gate had
   * @param opinion may object to decisions
   */
  public static CheckResult check(
      History history, GateSettings settings, Range range, SecondOpinion opinion) {
    return new OutsideCheck(history, settings, range, opinion).run();
  }

  private CheckResult run() {
    AnsweredIntents answers =
        new AnsweredIntents(
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
            && Identifier.isUsable(portfolioId)
            && Identifier.isUsable(intent.getOrderId());
    Optional<String> key =
        Optional.ofNullable(asked.key())
            .filter(k -> partitioning.isRight(k, asked.partition()))
            .map(Identifier::cut);
    Case decided = new Case(asked, answer, key, own, replay);
    if (!own) {
      check(decided, stray(decided));
      object(decided);
      return;
    }
    OutsideLedger ledger = replay.portfolio(portfolioId).ledger();
    ledger.forget(decision.getAsOf().toEpochMilli(), settings);
    boolean swept =
        replay.portfolio(portfolioId).spec().isEmpty()
            && ledger.mayBeForgotten(intent.getOrderId(), decision.getAsOf().toEpochMilli());
    if (ledger.isDecided(intent.getOrderId()) && !swept) {
      find(Kind.ANSWERED_TWICE, answer, "a resent intent was decided anew");
      return;
    }
    replay.expireOverrides(decision);
    ledger.believe(decision);
    Facts facts = replay.facts(decision);
    new InputCheck(facts, decision).run().forEach(d -> find(Kind.INPUTS_DIFFER, answer, d));
    losses(facts, answer);
    check(decided, facts);
    object(decided);
    if (range.contains(intent.getSubmittedAt())) {
      counts.held(decision);
    }
    ledger.countFrom(decision.getInputs().getLedgerSequence());
    replay.decide(decision);
  }

  private void losses(Facts facts, Entry<OrderDecision> answer) {
    if (!facts.lossReached() && facts.overridden() != TradingState.ACTIVE) {
      return; // The decision does not tell.
    }
    LossEvidence losses = facts.state().losses();
    losses
        .hold(facts.lossReached())
        .ifPresent(wrong -> find(Kind.LOSS_LIMIT_UNPROVEN, answer, wrong));
    losses.hold(answer.value()).ifPresent(wrong -> find(Kind.LOSS_LIMIT_UNPROVEN, answer, wrong));
  }

  /** Facts of an order of which the gate knows nothing but the overrides of all portfolios. */
  private Facts stray(Case decided) {
    return new Facts(
        settings,
        FittedIntent.of(decided.asked().value()),
        decided.key(),
        new Facts.World(
            new OutsideState(settings, List.of()),
            decided.known().everywhere(),
            OutsideMarks.NONE,
            new OutsideRisk(),
            Long.MIN_VALUE),
        decided.answer().value().getAsOf().toEpochMilli(),
        false);
  }

  private void check(Case decided, Facts facts) {
    new DecisionCheck(facts, decided.answer().value())
        .run()
        .forEach((kind, details) -> details.forEach(d -> find(kind, decided.answer(), d)));
  }

  private void object(Case decided) {
    Optional<List<String>> differences = opinion.on(decided);
    if (differences.isPresent()) {
      differences.get().forEach(d -> find(Kind.DECIDED_DIFFERENTLY, decided.answer(), d));
      if (range.contains(decided.answer().value().getIntent().getSubmittedAt())) {
        counts.decidedAgain();
      }
    }
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
