package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Gate;
import com.alphapulse.riskbudget.gate.Headroom;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.check.Checks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.orders.Order;
import com.alphapulse.riskbudget.topology.kafka.PollListener;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Questions to the gate's live state. Any thread asks; the thread that decides the partition's
 * orders answers, between two polls, so that nothing it works on is looked at while it changes. A
 * question changes nothing: no rate is counted, no order remembered, nothing written.
 */
public final class GateQuestions implements PollListener {
  /**
   * Questions that wait at the same time; more are refused, so that orders do not wait for them.
   */
  static final int WAITING = 256;

  /** Questions answered before one poll. */
  private static final int AT_ONCE = 16;

  /** Never remembered, and so never taken for one that is. */
  private static final String ORDER_ID = "headroom";

  /**
   * What an order would be.
   *
   * @param partition of its portfolio
   */
  public record Question(
      int partition, String portfolioId, String strategyId, String symbol, Side side) {}

  private record Waiting(Question question, CompletableFuture<Headroom> answer) {}

  private final GateSettings settings;
  private final LedgerStore.Supplier stores;
  private final InstantSource wallClock;
  private final Gate gate = new Gate(Checks.ALWAYS, Checks.UNLESS_REDUCING);
  private final LinkedBlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>(WAITING);

  /**
   * @param stores of the tasks of this process
   */
  public GateQuestions(
      GateSettings settings, LedgerStore.Supplier stores, InstantSource wallClock) {
    this.settings = settings;
    this.stores = stores;
    this.wallClock = wallClock;
  }

  /**
   * Asks for the largest order that would pass. The answer never comes where the partition is not
   * decided here: the caller bounds the wait, and cancels what it no longer waits for.
   *
   * @return fails with {@link RejectedExecutionException} where too many questions wait
   */
  public CompletableFuture<Headroom> headroom(Question question) {
    CompletableFuture<Headroom> answer = new CompletableFuture<>();
    if (!waiting.offer(new Waiting(question, answer))) {
      answer.completeExceptionally(
          new RejectedExecutionException("the gate has " + WAITING + " questions to answer"));
    }
    return answer;
  }

  /** Whether the partition's orders are decided by this process. */
  public boolean isDecidedHere(int partition) {
    return stores.live(partition).isPresent();
  }

  @Override
  public void beforePoll(Supplier<Set<Integer>> partitions) {
    if (waiting.isEmpty()) {
      return;
    }
    List<Waiting> some = new ArrayList<>();
    waiting.drainTo(some, AT_ONCE);
    Set<Integer> own = partitions.get();
    for (Waiting one : some) {
      if (one.answer().isDone()) {
        continue; // Nobody waits for it any more.
      }
      Optional<GateState> state =
          own.contains(one.question().partition())
              ? stores.live(one.question().partition())
              : Optional.empty();
      if (state.isPresent()) {
        answer(one, state.get());
      } else if (!waiting.offer(one)) {
        one.answer().completeExceptionally(new RejectedExecutionException("too many questions"));
      }
    }
  }

  private void answer(Waiting one, GateState state) {
    try {
      one.answer().complete(headroom(one.question(), state));
    } catch (RuntimeException e) {
      // Whoever asks is told; the stage goes on.
      one.answer().completeExceptionally(e);
    }
  }

  private Headroom headroom(Question asked, GateState state) {
    PortfolioLedger ledger =
        state
            .knownLedger(asked.portfolioId())
            .orElseGet(() -> new PortfolioLedger(asked.portfolioId()));
    long asOf = state.clockOf(ledger).now(wallClock.millis());
    Proposal.World world = state.world(ledger, settings, asOf);
    return Headroom.of(
        gate,
        quantity ->
            new Proposal(order(asked, quantity, asOf), Optional.of(asked.portfolioId()), world));
  }

  private static Order order(Question asked, BigDecimal quantity, long asOf) {
    return new Order(
        ORDER_ID,
        asked.portfolioId(),
        asked.strategyId(),
        asked.symbol(),
        asked.side(),
        quantity,
        false,
        Optional.empty(),
        false,
        false,
        asOf);
  }
}
