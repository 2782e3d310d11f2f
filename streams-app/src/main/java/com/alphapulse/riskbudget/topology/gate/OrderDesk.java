package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Gate;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.check.Checks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.orders.Answer;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.account.OrderEntries;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import com.alphapulse.riskbudget.topology.wire.EncodedDecision;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import java.time.Duration;
import java.util.Optional;

/** Answers order intents: once each, and the same answer again for a resent one. */
final class OrderDesk {
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
  private static final int INTENTS = Topics.GATE_INPUTS.indexOf(Topics.ORDER_INTENT);

  private final GateSettings settings;
  private final GateState state;
  private final GateOutput output;
  private final OverrideDesk overrides;
  private final TradingStateReport tradingStates;
  private final Gate gate;
  private final DecisionWriter writer = new DecisionWriter();

  OrderDesk(
      Configuration configuration,
      GateState state,
      GateOutput output,
      OverrideDesk overrides,
      TradingStateReport tradingStates) {
    this.overrides = overrides;
    this.tradingStates = tradingStates;
    this.settings = configuration.gate();
    this.state = state;
    this.output = output;
    this.gate = new Gate(Checks.ALWAYS, Checks.UNLESS_REDUCING);
  }

  void decide(OrderIntent received, GateProcessor.Routed from, long offset) {
    OrderIntent intent = writable(received);
    boolean own =
        from.isFor(intent.getPortfolioId())
            && Identifiers.isUsable(intent.getPortfolioId())
            && Identifiers.isUsable(intent.getOrderId());
    if (own) {
      decideOwn(intent, offset);
    } else {
      // Without a usable id, or in a partition that is not the portfolio's, nothing can be
      // remembered: it is rejected whatever the ledger says.
      Optional<String> key =
          from.rightPartition() ? Optional.of(Bounds.cut(from.key())) : Optional.empty();
      Decision decision =
          gate.decide(
              new Proposal(
                  GateWire.order(intent, state.names),
                  key,
                  Proposal.World.blank(
                      intent.getPortfolioId(), state.everywhere(), settings, output.wallClock())));
      output.count(decision, intent.getSubmittedAt().toEpochMilli());
      output.decision(encoded(decision, intent));
      advanceCursor(offset);
      output.saveCursor();
    }
  }

  private void decideOwn(OrderIntent intent, long offset) {
    PortfolioLedger ledger = state.ledger(intent.getPortfolioId());
    long asOf = state.clockOf(ledger).now(output.wallClock());
    forget(
        ledger, asOf); // First, so that what is remembered does not depend on the rounds between.
    Optional<Answer> earlier = ledger.orders().answer(intent.getOrderId());
    if (earlier.isPresent()) {
      repeat(earlier.get());
      advanceCursor(offset);
      output.saveCursor();
      return;
    }
    overrides.expire(ledger, asOf);
    Decision decision =
        gate.decide(
            new Proposal(
                GateWire.order(intent, state.names),
                Optional.of(intent.getPortfolioId()),
                state.world(ledger, settings, asOf)));
    EncodedDecision encoded = encoded(decision, intent);
    ledger.count(decision.taken());
    if (decision.approved()) {
      ledger.reserve(approved(decision), state.marksOf(ledger));
    }
    advanceCursor(offset);
    remember(ledger, encoded, decision);
    output.count(decision, intent.getSubmittedAt().toEpochMilli());
    output.decision(encoded);
  }

  /** Forgets what is old and has expired, also of portfolios that send no orders any more. */
  void forgetOld() {
    long everywhere = state.everywhere().nextEnd(Long.MIN_VALUE);
    for (PortfolioLedger ledger : state.ledgers()) {
      if (ledger.spec().isPresent()) {
        long asOf = state.clockOf(ledger).now(output.wallClock());
        overrides.expire(ledger, asOf);
        if (asOf >= everywhere) {
          tradingStates.changed(ledger); // Perhaps: by its clock, one of all portfolios has ended.
        }
        forget(ledger, asOf);
      }
    }
  }

  /**
   * Forgets, by the wall clock, what was answered to portfolios that nobody has defined, and then
   * the portfolios: made-up ones leave nothing behind.
   */
  void forgetUndefined() {
    for (PortfolioLedger ledger : state.undefinedLedgers()) {
      long now = output.wallClock();
      boolean old =
          ledger.orders().oldestAnswer().filter(answer -> answer.forgetAt() < now).isPresent();
      if (old) {
        forget(ledger, now);
      }
      overrides.expire(ledger, now);
      if (ledger.isBlank()) {
        state.remove(ledger);
        output.put(LedgerEntries.key(Kind.ACCOUNT, ledger.portfolioId()), null);
        tradingStates.forgotten(ledger.portfolioId());
      }
    }
  }

  private void repeat(Answer earlier) {
    OrderDecision repeated = state.decisionCodec.decode(earlier.encoded());
    repeated.setRepeat(true);
    output.decision(EncodedDecision.of(repeated, state.decisionCodec));
  }

  /**
   * Answers an intent that was read before.
   *
   * @return false where its answer is forgotten
   */
  boolean answerAgain(OrderIntent intent, GateProcessor.Routed from) {
    if (!from.isFor(intent.getPortfolioId())) {
      return false;
    }
    Optional<Answer> earlier =
        state
            .knownLedger(intent.getPortfolioId())
            .flatMap(l -> l.orders().answer(intent.getOrderId()));
    earlier.ifPresent(this::repeat);
    return earlier.isPresent();
  }

  private void remember(PortfolioLedger ledger, EncodedDecision encoded, Decision decision) {
    Answer answer =
        new Answer(
            decision.order().orderId(),
            decision.approved(),
            forgetAt(decision),
            ledger.sequence(),
            encoded.bytes());
    ledger.orders().add(answer);
    output.put(
        LedgerEntries.key(Kind.DECISION, ledger.portfolioId(), answer.orderId()),
        LedgerEntries.decision(answer, state.cursor(), ledger.rates()));
  }

  /**
   * From then on a resent intent is too old. One from the future is remembered for its own time
   * too, but for a day at most: beyond that it is rejected for its clock, now and later.
   */
  private long forgetAt(Decision decision) {
    long submitted = Math.min(decision.order().submittedAt(), plus(decision.asOf(), DAY_MILLIS));
    return plus(
        Math.max(decision.asOf(), submitted),
        plus(settings.maxClockLead().toMillis(), settings.maxIntentAge().toMillis()));
  }

  /**
   * Forgets what no resent intent can ask for any more, oldest first. A resent one that is older
   * than that is rejected for its age.
   */
  private void forget(PortfolioLedger ledger, long asOf) {
    String portfolioId = ledger.portfolioId();
    boolean rates = false;
    Optional<Answer> oldest = ledger.orders().oldestAnswer();
    boolean any = oldest.isPresent() && oldest.get().forgetAt() < asOf;
    while (oldest.isPresent() && oldest.get().forgetAt() < asOf) {
      String orderId = oldest.get().orderId();
      // From now on the order's state stands for itself; before, it followed from the decision.
      ledger
          .orders()
          .order(orderId)
          .ifPresent(order -> OrderEntries.save(portfolioId, order, output::put));
      output.put(LedgerEntries.key(Kind.DECISION, portfolioId, orderId), null);
      rates |= ledger.rates().followsFrom(oldest.get().sequenceAfter());
      ledger.orders().forgetOldestAnswer();
      oldest = ledger.orders().oldestAnswer();
    }
    if (any && (rates || oldest.isEmpty())) {
      // Sequence, order rates and cursor were saved with the decisions only.
      output.saveAccount(ledger);
      output.saveCursor();
    }
    for (OrderState order :
        ledger.orders().forgetSettled(plus(asOf, -settings.executionMemory().toMillis()))) {
      OrderEntries.delete(portfolioId, order, output::put);
    }
  }

  private EncodedDecision encoded(Decision decision, OrderIntent intent) {
    long decidedAt = output.wallClock();
    return EncodedDecision.of(
        decision,
        state.decisionCodec.encode(
            out -> writer.write(decision, intent, state.cursor(), decidedAt, out)));
  }

  /** State of an order at its approval, as {@link GateState#approvedOrder} reads it back. */
  private static OrderState approved(Decision decision) {
    return new OrderState(
        decision.order().orderId(),
        decision.order().strategyId(),
        decision.order().symbol(),
        decision.order().side(),
        Decimals.compact(Decimals.down(decision.approvedQuantity())),
        decision.asOf());
  }

  private void advanceCursor(long offset) {
    state.cursor()[INTENTS] = offset;
  }

  /**
   * A copy whose decimals the wire can hold and whose identifiers an answer may repeat; what was
   * too large or too long is rejected for it all the same.
   */
  private static OrderIntent writable(OrderIntent intent) {
    boolean fits =
        Decimals.fits(intent.getQuantity())
            && (intent.getLimitPrice() == null || Decimals.fits(intent.getLimitPrice()))
            && isShort(intent.getOrderId())
            && isShort(intent.getPortfolioId())
            && isShort(intent.getStrategyId())
            && isShort(intent.getSymbol());
    if (fits) {
      return intent;
    }
    // Field by field: the builder's deep copy would encode the very decimals that do not fit.
    return new OrderIntent(
        Bounds.cut(intent.getOrderId()),
        Bounds.cut(intent.getPortfolioId()),
        Bounds.cut(intent.getStrategyId()),
        Bounds.cut(intent.getSymbol()),
        intent.getSide(),
        Decimals.down(intent.getQuantity()),
        intent.getType(),
        Decimals.nullableDown(Optional.ofNullable(intent.getLimitPrice())),
        intent.getSizing(),
        intent.getReduceOnly(),
        intent.getTimeInForce(),
        intent.getSubmittedAt());
  }

  private static boolean isShort(String identifier) {
    return identifier.length() <= Bounds.IDENTIFIER;
  }

  /** Sum that stops at the ends of the range. */
  private static long plus(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a > 0 ? Long.MAX_VALUE : Long.MIN_VALUE) : sum;
  }
}
