package com.alphapulse.riskbudget.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.gate.ledger.Exposure;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * The gate against {@link PlainModel}: random intents, execution reports, prices, budgets and
 * overrides go to both, and after each they must agree on everything.
 */
class GatePropertyTest {

  /** By how much prices come late; below 0 their time is ahead of the clock. */
  private static final List<Long> FEED_DELAYS = List.of(0L, 0L, 40L, 300L, 3_000L, -2_000L);

  /** By how much clocks of senders are ahead, up to hours. */
  private static final List<Long> SENDER_LEADS =
      List.of(
          0L, 0L, 0L, 0L, 0L, 100L, -100L, 1_500L, 4_100L, 28_800_000L, -3_590_000L, -3_700_000L);

  /** One random event; what the numbers mean depends on the kind. */
  record Step(int kind, int portfolio, int strategy, int symbol, int amount, int flags) {
    boolean flag(int bit) {
      return (flags >> bit & 1) == 1;
    }

    String portfolioId() {
      return GateHarness.PORTFOLIOS.get(portfolio);
    }

    String strategyId() {
      return GateHarness.STRATEGIES.get(strategy);
    }

    String symbolId() {
      return GateHarness.SYMBOLS.get(symbol);
    }
  }

  /** One run: the harness, the orders so far and a counter for identifiers. */
  private static final class Run {
    final GateHarness harness = new GateHarness();
    final List<PlainModel.Ask> approved = new ArrayList<>();
    final List<PlainModel.Report> reports = new ArrayList<>();
    int next;
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 99),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(1, 40),
            Arbitraries.integers().between(0, 1023))
        .as(Step::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(70);
  }

  @Property(tries = 500)
  void shouldAgreeWithThePlainModel_whenAnythingHappensInAnyOrder(
      @ForAll("histories") List<Step> history) {
    Run run = new Run();
    start(run.harness);
    for (Step step : history) {
      run.harness.now += 50;
      apply(step, run);
      GateHarness.PORTFOLIOS.forEach(portfolio -> assertBooksAgree(portfolio, run.harness));
    }
    Statistics.label("reasons")
        .coverage(
            reasons -> {
              for (RejectReason reason :
                  List.of(
                      RejectReason.VOLATILITY_LIMIT,
                      RejectReason.ORDER_RATE,
                      RejectReason.PRICE_COLLAR,
                      RejectReason.CLOCK_AHEAD,
                      RejectReason.STALE_INTENT,
                      RejectReason.CURRENCY_MISMATCH,
                      RejectReason.CURRENCY_UNKNOWN,
                      RejectReason.LOSS_LIMIT)) {
                reasons.check(reason).count(count -> count > 0);
              }
            });
    Statistics.label("decisions")
        .coverage(
            kinds -> {
              kinds.check("cut").percentage(share -> share > 1);
              kinds.check("raised").percentage(share -> share > 10);
              kinds.check("rejected").percentage(share -> share > 10);
            });
  }

  @Property(tries = 100)
  void shouldPassAtTheHeadroomAndNotAboveIt_whateverHappenedBefore(
      @ForAll("histories") List<Step> history) {
    Run run = new Run();
    start(run.harness);
    for (Step step : history) {
      run.harness.now += 50;
      apply(step, run);
    }
    for (Step asked : history) {
      PlainModel.Ask ask =
          new PlainModel.Ask(
              asked.portfolioId(),
              "headroom",
              asked.strategyId(),
              asked.symbolId(),
              asked.flag(0),
              false,
              isPermitted(asked.strategyId(), asked.symbolId()));
      BigDecimal lot = GateHarness.lot(ask.symbol());
      run.harness.senderLead = 0;
      Order order = run.harness.order(ask, lot, false);
      Headroom headroom = run.harness.headroom(order);
      BigDecimal more = headroom.largestQuantity().orElse(BigDecimal.ZERO).add(lot);

      headroom
          .largestQuantity()
          .ifPresent(
              most ->
                  assertThat(run.harness.decide(GateHarness.sized(order, most)).approved())
                      .isTrue());
      assertThat(run.harness.decide(GateHarness.sized(order, more)).violations())
          .isEqualTo(headroom.binding())
          .isNotEmpty();
      Statistics.label("headroom").collect(headroom.largestQuantity().isPresent());
    }
    Statistics.label("headroom")
        .coverage(
            found -> {
              found.check(true).percentage(share -> share > 5);
              found.check(false).percentage(share -> share > 5);
            });
  }

  private static void start(GateHarness harness) {
    // Odd numbers: no sum of doubles comes to lie on the limit by chance.
    harness.volatilityLimit = new BigDecimal("0.1873");
    harness.plainRisk.volatilityLimit = harness.volatilityLimit;
    harness.plainRisk.risk =
        new PlainRisk.Risk(
            Map.of(
                "A", new BigDecimal("0.2131"),
                "B", new BigDecimal("0.3717"),
                "C", new BigDecimal("0.1519")),
            new BigDecimal("0.3137"));
    harness.risk(new double[] {0.2131, 0.3717, 0.1519}, 0.3137, 0.3137, 0.3137);
    harness.price("A", new BigDecimal("100"));
    harness.price("B", new BigDecimal("50"));
    harness.price("C", new BigDecimal("20"));
    for (String portfolio : GateHarness.PORTFOLIOS) {
      harness.budget(
          portfolio,
          new BigDecimal("1.2"),
          Map.of("s1", new BigDecimal(6_000), "s2", new BigDecimal(5_000)),
          Map.of("A", new BigDecimal(60), "B", new BigDecimal(9), "C", new BigDecimal(150)));
    }
  }

  private static void apply(Step step, Run run) {
    int kind = step.kind();
    if (kind < 50) {
      intent(step, run);
    } else if (kind < 74) {
      report(step, run);
    } else if (kind < 77) {
      unsolicited(step, run);
    } else if (kind < 84) {
      // A price that stays counts as another record of marks, as the loss limits need it.
      for (int marks = step.flag(6) ? 2 : 1; marks > 0; marks--) {
        run.harness.feedDelay = FEED_DELAYS.get(step.flags() / 5 % FEED_DELAYS.size());
        run.harness.price(step.symbolId(), new BigDecimal(step.amount() + 60));
      }
    } else if (kind < 89) {
      budget(step, run.harness);
    } else if (kind < 95) {
      override(step, run);
    } else if (kind < 97) {
      release(step, run);
    } else if (kind < 98) {
      intentAbroad(step, run);
    } else {
      run.harness.now += step.amount() * 200L;
    }
  }

  private static void intent(Step step, Run run) {
    GateHarness harness = run.harness;
    boolean reuse = step.flags() % 61 == 0 && !run.approved.isEmpty();
    String orderId = reuse ? run.approved.get(0).order() : "o" + run.next++;
    PlainModel.Ask ask =
        new PlainModel.Ask(
            step.portfolioId(),
            orderId,
            step.strategyId(),
            step.symbolId(),
            step.flag(0),
            step.flag(1) && step.flag(2),
            isPermitted(step.strategyId(), step.symbolId()));
    BigDecimal lots = BigDecimal.valueOf(step.amount());
    if (step.flag(7)) {
      ask = againstWhatIsHeld(ask, harness.model);
      lots = BigDecimal.valueOf(1 + step.amount() % 8);
    }
    BigDecimal quantity = GateHarness.lot(ask.symbol()).multiply(lots);
    if (step.flag(3) && step.flag(4) && step.flag(5)) {
      quantity = quantity.add(new BigDecimal("0.03")); // Not a whole number of lots.
    }
    BigDecimal left = reducible(ask, harness.model);
    if (step.flags() % 7 == 0 && left.signum() > 0) {
      quantity = left; // All that is left, whether or not it is a whole number of lots.
    }
    if (step.flag(8) && step.flag(9)) {
      ask = withLimitPrice(ask, step.amount() - 20, harness.model);
    }
    harness.senderLead = SENDER_LEADS.get(step.flags() / 7 % SENDER_LEADS.size());
    Order order = harness.order(ask, quantity, step.flag(6));
    Decision decision = harness.decide(order);
    assertThat(harness.decide(order)).isEqualTo(decision);
    assertInputs(ask, decision, harness);
    assertDecision(ask, quantity, step.flag(6), decision, harness);
    harness.count(ask, decision);
    decision.violations().forEach(v -> Statistics.label("reasons").collect(v.reason()));
    Statistics.label("decisions")
        .collect(decision.approved() ? decision.reducing() ? "cut" : "raised" : "rejected");
    if (decision.approved()) {
      assertRisk(ask, decision, harness);
      harness.reserve(decision);
      run.approved.add(ask);
    }
  }

  /** An intent while some symbol, which may be held, is priced in another currency for a moment. */
  private static void intentAbroad(Step step, Run run) {
    String symbol = GateHarness.SYMBOLS.get(step.amount() % GateHarness.SYMBOLS.size());
    BigDecimal price = run.harness.model.price(symbol).price();
    run.harness.price(symbol, price, step.flag(2) ? "JPY" : "");
    intent(step, run);
    run.harness.price(symbol, price);
  }

  private static boolean isPermitted(String strategy, String symbol) {
    return strategy.equals("s1") ? !symbol.equals("C") : !symbol.equals("A");
  }

  private static BigDecimal reducible(PlainModel.Ask ask, PlainModel model) {
    return model
        .reducible(ask.portfolio(), null, ask.symbol(), ask.buy())
        .min(model.reducible(ask.portfolio(), ask.strategy(), ask.symbol(), ask.buy()));
  }

  /** The same intent with a limit price some per cent above or below the mark. */
  private static PlainModel.Ask withLimitPrice(PlainModel.Ask ask, int percent, PlainModel model) {
    return new PlainModel.Ask(
        ask.portfolio(),
        ask.order(),
        ask.strategy(),
        ask.symbol(),
        ask.buy(),
        ask.reduceOnly(),
        ask.permitted(),
        model.price(ask.symbol()).price().multiply(BigDecimal.valueOf(100L + percent, 2)));
  }

  /** The same intent against a position that there is; otherwise cuts of risk would be rare. */
  private static PlainModel.Ask againstWhatIsHeld(PlainModel.Ask ask, PlainModel model) {
    for (String strategy : GateHarness.STRATEGIES) {
      for (String symbol : GateHarness.SYMBOLS) {
        BigDecimal held = model.position(ask.portfolio(), strategy, symbol);
        if (held.signum() != 0) {
          return new PlainModel.Ask(
              ask.portfolio(),
              ask.order(),
              strategy,
              symbol,
              held.signum() < 0,
              ask.reduceOnly(),
              isPermitted(strategy, symbol));
        }
      }
    }
    return ask;
  }

  private static void assertInputs(PlainModel.Ask ask, Decision decision, GateHarness harness) {
    PlainModel model = harness.model;
    String p = ask.portfolio();
    String s = ask.strategy();
    String x = ask.symbol();
    Decision.Inputs inputs = decision.inputs();
    assertThat(inputs.ofPortfolio().position()).isEqualByComparingTo(model.position(p, null, x));
    assertThat(inputs.ofPortfolio().pendingBuys())
        .isEqualByComparingTo(model.pending(p, null, x, true));
    assertThat(inputs.ofPortfolio().pendingSells())
        .isEqualByComparingTo(model.pending(p, null, x, false));
    assertThat(inputs.ofStrategy().position()).isEqualByComparingTo(model.position(p, s, x));
    assertThat(inputs.ofStrategy().pendingBuys())
        .isEqualByComparingTo(model.pending(p, s, x, true));
    assertThat(inputs.ofStrategy().pendingSells())
        .isEqualByComparingTo(model.pending(p, s, x, false));
    assertThat(inputs.openOrders()).isEqualTo(model.openOrders(p));
    if (model.equity(p) == null) {
      assertThat(inputs.equity()).isEmpty();
      assertThat(inputs.grossExposure()).isEmpty();
      assertThat(inputs.strategyExposure()).isEmpty();
      assertThat(inputs.volatility()).isEmpty();
      return;
    }
    assertThat(inputs.equity().orElseThrow()).isEqualByComparingTo(model.equity(p));
    assertThat(inputs.grossExposure().orElseThrow())
        .isEqualByComparingTo(model.gross(p, null, ask, BigDecimal.ZERO));
    assertThat(inputs.strategyExposure().orElseThrow())
        .isEqualByComparingTo(model.gross(p, s, ask, BigDecimal.ZERO));
    if (model.equity(p).signum() > 0) {
      BigDecimal variance = harness.plainRisk.variance(model, ask, decision.order().quantity());
      assertThat(inputs.volatility().orElseThrow())
          .isCloseTo(
              Math.sqrt(variance.doubleValue()) / model.equity(p).doubleValue(), within(1e-9));
    }
  }

  private static void assertDecision(
      PlainModel.Ask ask,
      BigDecimal asked,
      boolean reduceToFit,
      Decision decision,
      GateHarness harness) {
    PlainModel model = harness.model;
    long submitted = decision.order().submittedAt();
    assertThat(decision.asOf()).isEqualTo(model.clock(harness.now));
    boolean fits = harness.plainRules.accepts(ask, asked, submitted, harness.now);
    assertThat(decision.violations().isEmpty()).as("%s", decision).isEqualTo(fits);
    BigDecimal lot = GateHarness.lot(ask.symbol());
    if (fits) {
      assertThat(decision.approvedQuantity()).isEqualByComparingTo(asked);
      return;
    }
    assertThat(decision.approved())
        .isEqualTo(reduceToFit && decision.largestQuantity().isPresent());
    BigDecimal largest = decision.largestQuantity().orElse(BigDecimal.ZERO);
    if (largest.signum() > 0) {
      assertThat(largest).isLessThan(asked);
      assertThat(harness.plainRules.accepts(ask, largest, submitted, harness.now))
          .as("%s", decision)
          .isTrue();
    }
    BigDecimal whole = largest.divideToIntegralValue(lot).multiply(lot);
    for (BigDecimal next : List.of(whole.add(lot), reducible(ask, model))) {
      if (next.compareTo(largest) > 0 && next.compareTo(asked) <= 0) {
        assertThat(harness.plainRules.accepts(ask, next, submitted, harness.now))
            .as("more: %s", decision)
            .isFalse();
      }
    }
    if (decision.approved()) {
      assertThat(decision.approvedQuantity()).isEqualByComparingTo(largest);
    }
  }

  private static void assertRisk(PlainModel.Ask ask, Decision decision, GateHarness harness) {
    PlainModel model = harness.model;
    BigDecimal quantity = decision.approvedQuantity();
    assertThat(decision.reducing()).isEqualTo(model.cutsRisk(ask, quantity));
    if (decision.reducing()) {
      String p = ask.portfolio();
      String x = ask.symbol();
      assertThat(model.worst(p, null, x, ask.buy(), quantity))
          .isLessThanOrEqualTo(model.worst(p, null, x, ask.buy(), BigDecimal.ZERO));
      assertThat(model.worst(p, ask.strategy(), x, ask.buy(), quantity))
          .isLessThanOrEqualTo(model.worst(p, ask.strategy(), x, ask.buy(), BigDecimal.ZERO));
      BigDecimal held = model.position(p, null, x);
      BigDecimal moved = quantity.add(model.pending(p, null, x, ask.buy()));
      BigDecimal after = ask.buy() ? held.add(moved) : held.subtract(moved);
      assertThat(after.signum() * held.signum()).as("must not flip").isNotNegative();
    }
  }

  private static void report(Step step, Run run) {
    if (run.approved.isEmpty()) {
      return;
    }
    if (step.flags() % 10 == 0 && !run.reports.isEmpty()) {
      PlainModel.Report again = run.reports.get(step.amount() % run.reports.size());
      assertThat(run.harness.report(again, ExecutionEvent.Status.PARTIALLY_FILLED).applied())
          .isFalse();
      return;
    }
    int recent = Math.min(run.approved.size(), 6);
    PlainModel.Ask ask = run.approved.get(run.approved.size() - 1 - step.amount() % recent);
    PlainOrders.Working order = run.harness.model.orders(ask.portfolio()).get(ask.order());
    boolean ends = step.flag(0) && step.flag(1);
    BigDecimal lot = GateHarness.lot(ask.symbol());
    BigDecimal all = order.reserved;
    BigDecimal part = step.flag(2) ? all : all.min(lot.multiply(BigDecimal.valueOf(step.amount())));
    BigDecimal last = ends && step.flag(3) ? BigDecimal.ZERO : part;
    if (step.flags() % 37 == 0) {
      last = last.add(lot); // Over-filled.
    }
    BigDecimal ahead = step.flag(4) && step.flag(5) ? lot : BigDecimal.ZERO;
    boolean wrongSide = step.flags() % 41 == 0;
    boolean takesBack = step.flags() % 23 == 0;
    PlainModel.Report report =
        new PlainModel.Report(
            ask.portfolio(),
            ask.order(),
            ask.strategy(),
            ask.symbol(),
            wrongSide != ask.buy(),
            ends,
            takesBack ? last.add(lot).negate() : last,
            order.filled.add(last).add(ahead),
            run.harness.model.price(ask.symbol()).price().add(BigDecimal.valueOf(step.strategy())),
            new BigDecimal("0.25"),
            "e" + run.next++);
    boolean canTakeBack = PlainOrders.canTakeBack(report, order);
    boolean applied = send(report, run);
    assertThat(applied).isEqualTo(!takesBack || canTakeBack);
  }

  private static void unsolicited(Step step, Run run) {
    send(
        new PlainModel.Report(
            step.portfolioId(),
            "x" + step.flags() % 3,
            step.strategyId(),
            step.symbolId(),
            step.flag(0),
            false,
            step.flag(1) ? unsolicited(step) : BigDecimal.ZERO,
            BigDecimal.ONE,
            new BigDecimal(step.amount() + 50),
            BigDecimal.ZERO,
            "e" + run.next++),
        run);
  }

  /** A lot, or what a dividend in kind or a bonus share leaves behind. */
  private static BigDecimal unsolicited(Step step) {
    BigDecimal lot = GateHarness.lot(step.symbolId());
    return step.flag(2) ? lot.multiply(new BigDecimal("1.37")) : lot;
  }

  private static boolean send(PlainModel.Report report, Run run) {
    ExecutionEvent.Status status =
        report.ends()
            ? ExecutionEvent.Status.CANCELLED
            : report.last().signum() == 0
                ? ExecutionEvent.Status.NEW
                : ExecutionEvent.Status.PARTIALLY_FILLED;
    boolean applied = run.harness.report(report, status).applied();
    if (applied) {
      run.reports.add(report);
    }
    return applied;
  }

  private static void budget(Step step, GateHarness harness) {
    Map<String, BigDecimal> strategies =
        Map.of("s1", new BigDecimal(step.amount() * 200), "s2", new BigDecimal(4_000));
    harness.budget(
        step.portfolioId(),
        BigDecimal.valueOf(step.amount(), 1).min(BigDecimal.valueOf(2)),
        step.flags() % 16 == 0 ? Map.of() : strategies,
        Map.of(
            "A", new BigDecimal(step.amount()), "B", new BigDecimal(6), "C", new BigDecimal(80)));
  }

  private static void override(Step step, Run run) {
    List<String> actions =
        List.of("HALT", "REDUCE_ONLY", "CAP_LEVERAGE", "CAP_POSITION", "RESUME", "WITHDRAW");
    List<String> scopes = List.of("PORTFOLIO", "STRATEGY", "SYMBOL");
    String action = actions.get(step.flags() % actions.size());
    String scope = scopes.get(step.amount() % scopes.size());
    String scopeId =
        scope.equals("STRATEGY")
            ? step.strategyId()
            : scope.equals("SYMBOL") ? step.symbolId() : "";
    run.harness.override(
        new PlainModel.Command(
            step.flag(4) && step.flag(5) ? PlainModel.ALL : step.portfolioId(),
            "v" + step.amount() % 4,
            action,
            scope,
            scopeId,
            action.equals("CAP_LEVERAGE") ? new BigDecimal("0.6") : new BigDecimal(step.amount()),
            step.flag(6) ? run.harness.now + 50L * step.amount() : PlainModel.NEVER));
  }

  private static void release(Step step, Run run) {
    if (!run.approved.isEmpty()) {
      PlainModel.Ask ask = run.approved.get(step.amount() % run.approved.size());
      run.harness.release(ask.portfolio(), ask.order());
    }
  }

  /** Conservation: quantities and cash of the ledger are those of the events, and no other. */
  private static void assertBooksAgree(String portfolio, GateHarness harness) {
    PlainModel model = harness.model;
    PortfolioLedger ledger = harness.ledgers.get(portfolio);
    assertThat(ledger.cash()).isEqualByComparingTo(model.cash(portfolio));
    assertThat(ledger.fees()).isEqualByComparingTo(model.fees(portfolio));
    assertThat(ledger.orders().open()).hasSize(model.openOrders(portfolio));
    for (String symbol : GateHarness.SYMBOLS) {
      Exposure exposure = ledger.positions().exposure(symbol);
      assertThat(exposure.pendingBuys()).isNotNegative();
      assertThat(exposure.pendingSells()).isNotNegative();
      BigDecimal positions = BigDecimal.ZERO;
      BigDecimal buys = BigDecimal.ZERO;
      for (String strategy : GateHarness.STRATEGIES) {
        positions = positions.add(ledger.positions().exposure(strategy, symbol).position());
        buys = buys.add(ledger.positions().exposure(strategy, symbol).pendingBuys());
      }
      assertThat(exposure.position()).isEqualByComparingTo(positions);
      assertThat(exposure.pendingBuys()).isEqualByComparingTo(buys);
      assertThat(exposure.position()).isEqualByComparingTo(model.position(portfolio, null, symbol));
      assertThat(exposure.pendingBuys())
          .isEqualByComparingTo(model.pending(portfolio, null, symbol, true));
      assertThat(exposure.pendingSells())
          .isEqualByComparingTo(model.pending(portfolio, null, symbol, false));
    }
  }
}
