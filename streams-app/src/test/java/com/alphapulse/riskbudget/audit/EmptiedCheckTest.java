package com.alphapulse.riskbudget.audit;

import static com.alphapulse.riskbudget.audit.Scene.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.Range;
import com.alphapulse.riskbudget.audit.outside.OutsideCheck;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.audit.redecide.Redecision;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.check.BudgetFresh;
import com.alphapulse.riskbudget.gate.check.Checks;
import com.alphapulse.riskbudget.gate.check.Concentration;
import com.alphapulse.riskbudget.gate.check.EquityAboveZero;
import com.alphapulse.riskbudget.gate.check.ExAnteVolatility;
import com.alphapulse.riskbudget.gate.check.HeldInBaseCurrency;
import com.alphapulse.riskbudget.gate.check.InBaseCurrency;
import com.alphapulse.riskbudget.gate.check.IntentFresh;
import com.alphapulse.riskbudget.gate.check.IntentNotAhead;
import com.alphapulse.riskbudget.gate.check.KnownAndPermitted;
import com.alphapulse.riskbudget.gate.check.LossWithinLimits;
import com.alphapulse.riskbudget.gate.check.MarksFresh;
import com.alphapulse.riskbudget.gate.check.MayIncrease;
import com.alphapulse.riskbudget.gate.check.NewOrderId;
import com.alphapulse.riskbudget.gate.check.NotHalted;
import com.alphapulse.riskbudget.gate.check.OpenOrders;
import com.alphapulse.riskbudget.gate.check.OrderNotional;
import com.alphapulse.riskbudget.gate.check.OrderQuantity;
import com.alphapulse.riskbudget.gate.check.OrderRate;
import com.alphapulse.riskbudget.gate.check.PortfolioLeverage;
import com.alphapulse.riskbudget.gate.check.PortfolioOpen;
import com.alphapulse.riskbudget.gate.check.PositionLimit;
import com.alphapulse.riskbudget.gate.check.PriceCollar;
import com.alphapulse.riskbudget.gate.check.RoutedCorrectly;
import com.alphapulse.riskbudget.gate.check.StrategyBudget;
import com.alphapulse.riskbudget.gate.check.WellFormed;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A gate of which one check finds nothing any more decides an order that breaks its rule, and the
 * audit from the outside finds it, without the gate's help. A new check without a rule outside
 * fails here.
 */
class EmptiedCheckTest {
  private static final String LAST = "last";
  private static final Map<Class<? extends Check>, Breach> BREACHES = breaches();

  @TempDir private Path directory;

  /**
   * What breaks the rule of a check.
   *
   * @param kind of the rule
   * @param play ends with an order that breaks it
   */
  private record Breach(Kind kind, Consumer<Scene> play) {}

  private static Map<Class<? extends Check>, Breach> breaches() {
    Map<Class<? extends Check>, Breach> all = new HashMap<>();
    all.put(
        RoutedCorrectly.class, of(Kind.UNROUTABLE, scene -> scene.send(order(scene, "1"), "Q")));
    all.put(WellFormed.class, of(Kind.NOT_A_LOT, scene -> scene.send(order(scene, "1.5"))));
    all.put(
        KnownAndPermitted.class,
        of(
            Kind.RESTRICTED_SYMBOL,
            scene ->
                scene
                    .define("10000", limits -> {}, d -> d.setRestrictedSymbols(List.of("A")))
                    .send(order(scene, "1"))));
    all.put(
        NewOrderId.class,
        of(
            Kind.DUPLICATE_ORDER,
            scene -> // An order before, which tells since when the report can have come.
            scene
                    .order("0", "T", "B", Side.BUY, "1")
                    .report(order(scene, "1"), ExecutionStatus.FILLED, "1", "1", "e1")
                    .send(order(scene, "1"))));
    all.put(
        PortfolioOpen.class,
        of(Kind.PORTFOLIO_CLOSED, scene -> scene.withdraw().send(order(scene, "1"))));
    all.put(IntentFresh.class, of(Kind.STALE_INTENT, EmptiedCheckTest::oldIntent));
    all.put(IntentNotAhead.class, of(Kind.CLOCK_AHEAD, EmptiedCheckTest::earlyIntent));
    all.put(
        NotHalted.class,
        of(
            Kind.HALTED,
            scene -> {
              scene.override(OverrideAction.HALT, o -> {});
              scene.send(order(scene, "1"));
            }));
    all.put(
        PriceCollar.class,
        of(
            Kind.PRICE_COLLAR,
            scene -> {
              OrderIntent far = order(scene, "1");
              far.setType(OrderType.LIMIT);
              far.setLimitPrice(number("11.5"));
              scene.send(far);
            }));
    all.put(
        MayIncrease.class,
        of(
            Kind.REDUCE_ONLY,
            scene -> {
              scene.override(OverrideAction.REDUCE_ONLY, o -> {});
              scene.send(order(scene, "1"));
            }));
    all.put(
        BudgetFresh.class,
        of(Kind.STALE_BUDGET, scene -> scene.pass(70).marks("10", "10").send(order(scene, "1"))));
    all.put(
        MarksFresh.class,
        of(
            Kind.STALE_MARK,
            scene -> scene.pass(25).budget("100", "5000", 1.5, null).send(order(scene, "1"))));
    all.put(
        InBaseCurrency.class,
        of(
            Kind.CURRENCY_MISMATCH,
            scene ->
                scene
                    .define("10000", limits -> {}, d -> d.setBaseCurrency("USD"))
                    .send(order(scene, "1"))));
    all.put(
        HeldInBaseCurrency.class,
        of(
            Kind.CURRENCY_MISMATCH,
            scene ->
                scene
                    .order("1", "S", "A", Side.BUY, "1")
                    .currencyOfA("JPY")
                    .marks("10", "10")
                    .order(LAST, "T", "B", Side.BUY, "1")));
    all.put(EquityAboveZero.class, of(Kind.NO_EQUITY, EmptiedCheckTest::noEquity));
    all.put(LossWithinLimits.class, of(Kind.LOSS_LIMIT, EmptiedCheckTest::loss));
    all.put(OrderRate.class, of(Kind.ORDER_RATE, EmptiedCheckTest::burst));
    all.put(
        OpenOrders.class,
        of(
            Kind.OPEN_ORDERS,
            scene ->
                scene
                    .define("10000", limits -> limits.setMaxOpenOrders(1))
                    .order("1", "T", "B", Side.BUY, "1")
                    .send(order(scene, "1"))));
    all.put(
        OrderQuantity.class,
        of(
            Kind.ORDER_QUANTITY,
            scene ->
                scene
                    .define("10000", limits -> limits.setMaxOrderQuantity(number("5")))
                    .send(order(scene, "6"))));
    all.put(
        OrderNotional.class,
        of(
            Kind.ORDER_NOTIONAL,
            scene ->
                scene
                    .define("10000", limits -> limits.setMaxOrderNotional(number("50")))
                    .send(order(scene, "6"))));
    all.put(PositionLimit.class, of(Kind.POSITION_LIMIT, scene -> scene.send(order(scene, "101"))));
    all.put(
        Concentration.class,
        of(
            Kind.CONCENTRATION,
            scene ->
                scene
                    .define("10000", limits -> limits.setMaxSymbolWeight(0.05))
                    .send(order(scene, "60"))));
    all.put(
        StrategyBudget.class,
        of(
            Kind.STRATEGY_BUDGET,
            scene -> scene.budget("100", "500", 1.5, null).send(order(scene, "60"))));
    all.put(
        PortfolioLeverage.class,
        of(
            Kind.PORTFOLIO_LEVERAGE,
            scene -> scene.budget("100", "5000", 0.05, null).send(order(scene, "60"))));
    all.put(
        ExAnteVolatility.class,
        of(
            Kind.VOLATILITY_LIMIT,
            scene -> scene.budget("100", "5000", 1.5, 0.001).send(order(scene, "60"))));
    return all;
  }

  private static Breach of(Kind kind, Consumer<Scene> play) {
    return new Breach(kind, play);
  }

  private static OrderIntent order(Scene scene, String quantity) {
    return scene.intent(LAST, "S", "A", Side.BUY, quantity);
  }

  private static void oldIntent(Scene scene) {
    OrderIntent old = order(scene, "1");
    scene.pass(40).marks("10", "10").budget("100", "5000", 1.5, null).send(old);
  }

  private static void earlyIntent(Scene scene) {
    OrderIntent early = order(scene, "1");
    early.setSubmittedAt(scene.now().plusSeconds(6));
    scene.send(early);
  }

  /** Short 1000 at 10, which then cost 30. */
  private static void noEquity(Scene scene) {
    OrderIntent sold = scene.intent("1", "S", "A", Side.SELL, "1000");
    scene
        .report(sold, ExecutionStatus.FILLED, "1000", "1000", "e1")
        .marks("30", "10")
        .order(LAST, "T", "B", Side.BUY, "1");
  }

  private static void loss(Scene scene) {
    OrderIntent bought = scene.intent("1", "S", "A", Side.BUY, "60");
    scene
        .define("10000", limits -> limits.setMaxDrawdown(0.01))
        .send(bought)
        .report(bought, ExecutionStatus.FILLED, "60", "60", "e1")
        .marks("8", "10")
        .marks("7.99", "10")
        .order(LAST, "T", "B", Side.BUY, "1");
  }

  /** One order more than the strategy may send at once. */
  private static void burst(Scene scene) {
    for (int i = 0; i < 10; i++) {
      scene.order("o" + i, "S", "A", Side.BUY, "1");
    }
    scene.send(order(scene, "1"));
  }

  static Stream<Check> checks() {
    return Stream.concat(Checks.ALWAYS.stream(), Checks.UNLESS_REDUCING.stream());
  }

  @ParameterizedTest
  @MethodSource("checks")
  void shouldFindIt_whenACheckFindsNothing(Check check) {
    Breach breach = BREACHES.get(check.getClass());
    assertThat(breach).as("what breaks the rule of " + check).isNotNull();
    try (Scene scene = Scene.open(directory)) {
      breach.play().accept(scene);
      History history = scene.history();
      assertThat(OutsideCheck.check(history, Scene.settings()).findings()).isEmpty();
      Decision emptied = decidedWithout(check, history);

      List<Finding> findings =
          OutsideCheck.check(forged(history, emptied), Scene.settings()).findings();

      assertThat(findings).extracting(Finding::orderId).contains(LAST);
      assertThat(findings).anySatisfy(f -> assertThat(isFor(breach, f)).isTrue());
    }
  }

  /** It was approved, or the rejection does not tell. */
  private static boolean isFor(Breach breach, Finding finding) {
    return finding.kind() == breach.kind()
        || (finding.kind() == Kind.VIOLATION_NOT_TOLD
            && finding.detail().startsWith(breach.kind() + ":"));
  }

  /** What a gate without the check decides on the last order. */
  private static Decision decidedWithout(Check check, History history) {
    Redecision.Again again =
        new Redecision.Again(
            Scene.settings(),
            without(check, Checks.ALWAYS),
            without(check, Checks.UNLESS_REDUCING));
    Decision[] decision = new Decision[1];
    OutsideCheck.check(
        history,
        Scene.settings(),
        Range.ALL,
        decided -> {
          if (decided.answer().value().getIntent().getOrderId().equals(LAST)) {
            decision[0] = again.of(decided).decision();
          }
          return Optional.empty();
        });
    return decision[0];
  }

  private static List<Check> without(Check check, List<Check> all) {
    return all.stream().map(c -> c == check ? new Emptied() : c).toList();
  }

  private static final class Emptied implements Check {
    @Override
    public void examine(Proposal proposal, Findings findings) {}

    @Override
    public List<Figure> figures(Proposal proposal) {
      return List.of();
    }
  }

  /** The history with that decision in the place of the one that was taken. */
  private static History forged(History history, Decision decision) {
    Forgery forgery =
        new Forgery(history)
            .decision(
                LAST,
                d ->
                    d.setOutcome(decision.approved() ? Outcome.APPROVED : Outcome.REJECTED)
                        .setApprovedQuantity(scaled(decision.approvedQuantity()))
                        .setReducing(decision.reducing())
                        .setLargestQuantity(
                            decision.largestQuantity().map(EmptiedCheckTest::scaled).orElse(null))
                        .setViolations(
                            decision.violations().stream()
                                .map(EmptiedCheckTest::violation)
                                .toList()));
    OrderDecision original =
        history.decisions().stream()
            .map(History.Entry::value)
            .filter(d -> d.getIntent().getOrderId().equals(LAST))
            .findFirst()
            .orElseThrow();
    return decision.approved() && original.getOutcome() == Outcome.REJECTED
        ? forgery.move(LAST, "approved-order").history()
        : forgery.history();
  }

  private static Violation violation(com.alphapulse.riskbudget.gate.Violation violation) {
    return Violation.newBuilder()
        .setReason(violation.reason().name())
        .setMessage(violation.message())
        .setScope(violation.scope().name())
        .setScopeId(violation.scopeId())
        .setObserved(violation.observed().map(EmptiedCheckTest::scaled).orElse(null))
        .setLimit(violation.limit().map(EmptiedCheckTest::scaled).orElse(null))
        .setBoundBy(violation.source().text())
        .setLargestQuantity(violation.largestQuantity().map(EmptiedCheckTest::scaled).orElse(null))
        .build();
  }

  private static BigDecimal scaled(BigDecimal value) {
    return value.setScale(8, java.math.RoundingMode.DOWN);
  }

  @ParameterizedTest
  @EnumSource(RejectReason.class)
  void shouldKnowARuleOutside_whenTheGateHasAReason(RejectReason reason) {
    assertThat(Kind.ofReason(reason.name())).isPresent();
  }
}
