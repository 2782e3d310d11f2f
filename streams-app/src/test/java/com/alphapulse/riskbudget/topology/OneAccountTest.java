package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent.Status;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.account.ReportResult;
import com.alphapulse.riskbudget.gate.ledger.Executions;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.serde.TrustedRecords;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.NameTable;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What reports mean, to the gate's ledger and to the budget's book alike. */
class OneAccountTest {
  private static final long NOW = START.toEpochMilli();
  private static final PortfolioSpec SPEC = spec();

  private final NameTable names = new NameTable();
  private final PortfolioLedger ledger = new PortfolioLedger(Wire.PORTFOLIO);
  private final PortfolioBook book = new PortfolioBook(Wire.PORTFOLIO);
  private Marks marks = GateWire.marks(Wire.marks(1, START, "100", "50"), names);

  OneAccountTest() {
    ledger.define(SPEC);
    book.define(SPEC, NOW);
  }

  @Test
  void shouldCountWhatIsCumulative_whenTheLastQuantityContradictsIt() {
    approve("o", Side.BUY, 200);
    assertThat(report("o", Status.PARTIALLY_FILLED, 40, 40, "e1").alerts()).isEmpty();

    ReportResult second = report("o", Status.PARTIALLY_FILLED, 70, 70, "e2");
    assertThat(second.booked()).isEqualByComparingTo("30");
    assertThat(types(second)).containsExactly("BAD_EXECUTION_REPORT");
    assertThat(second.alerts().get(0).message()).contains("fills 70").contains("only 30 more");
    assertHeld(70, 130);
  }

  @Test
  void shouldBeSilentAndRight_whenFillsComeInAnotherOrderAndOneTwice() {
    approve("o", Side.BUY, 1000);
    List<ReportResult> results =
        List.of(
            report("o", Status.PARTIALLY_FILLED, 869, 869, "f1"),
            report("o", Status.FILLED, 30, 1000, "f4"),
            report("o", Status.PARTIALLY_FILLED, 51, 970, "f3"),
            report("o", Status.PARTIALLY_FILLED, 50, 919, "f2"),
            report("o", Status.PARTIALLY_FILLED, 50, 919, "f2"));

    assertThat(results).allSatisfy(result -> assertThat(result.alerts()).isEmpty());
    assertHeld(1000, 0);
  }

  @Test
  void shouldKeepWhatIsMissingReserved_whenTheLastFillTellsOfMore() {
    approve("o", Side.BUY, 100);
    report("o", Status.PARTIALLY_FILLED, 40, 40, "e1");
    report("o", Status.FILLED, 30, 100, "e2");

    assertHeld(70, 30);
    assertThat(ledger.orders().order("o").orElseThrow().isMissingUntold()).isTrue();
    assertThat(ledger.orders().order("o").orElseThrow().missing()).isEqualByComparingTo("30");
  }

  @Test
  void shouldTellAtOnceAndReserve_whenItIsFilledWithoutAFill() {
    approve("o", Side.BUY, 100);

    assertThat(types(report("o", Status.FILLED, 0, 50, "e1"))).containsExactly("MISSING_FILL");
    assertHeld(0, 50);
  }

  @Test
  void shouldBookNothing_whenAFinalReportRepeatsTheLastFill() {
    for (Status status : List.of(Status.REJECTED, Status.CANCELLED, Status.EXPIRED)) {
      String id = status.name();
      approve(id, Side.BUY, 100);
      report(id, Status.PARTIALLY_FILLED, 40, 40, "e1");
      BigDecimal cash = ledger.cash();
      ReportResult repeat = report(id, status, 40, 40, "e2");

      assertThat(repeat.booked()).isZero();
      assertThat(repeat.alerts()).isEmpty();
      assertThat(ledger.cash()).isEqualByComparingTo(cash);
      assertThat(ledger.orders().order(id).orElseThrow().isSettled()).isTrue();
    }
    assertSame();
  }

  @Test
  void shouldEndTheOrder_whenTheFinalStatusComesUnderAKnownId() {
    approve("o", Side.BUY, 100);
    report("o", Status.PARTIALLY_FILLED, 60, 60, "e1");
    assertThat(report("o", Status.CANCELLED, 60, 60, "e1").alerts()).isEmpty();

    assertHeld(60, 0);
  }

  @Test
  void shouldBookTheRightPrice_whenAFillIsCorrected() {
    approve("o", Side.BUY, 100);
    report("o", Side.BUY, Status.FILLED, "100", "100", "101", "0", "a");
    assertThat(types(report("o", Side.BUY, Status.FILLED, "-100", "0", "101", "0", "b")))
        .containsExactly("FILL_TAKEN_BACK");
    report("o", Side.BUY, Status.FILLED, "100", "100", "100.5", "0", "c");

    assertThat(ledger.equity(marks).orElseThrow()).isEqualByComparingTo("9950");
    assertHeld(100, 0);
  }

  @Test
  void shouldRefuseIt_whenAFillOfAnUnknownOrderIsTakenBack() {
    ReportResult result = report("old", Status.CANCELLED, -50, 0, "e1");

    assertThat(types(result)).containsExactly("BAD_EXECUTION_REPORT");
    assertHeld(0, 0);
    assertThat(ledger.cash()).isEqualByComparingTo("10000");
  }

  @Test
  void shouldBookAFeeAlone_whenTheOrderIsKnown() {
    approve("o", Side.BUY, 1);
    report("o", Status.FILLED, 1, 1, "e1");
    report("o", Side.BUY, Status.FILLED, "0", "1", "0", "6000", "funding-1");

    assertThat(ledger.cash()).isEqualByComparingTo("3900");
    assertSame();
  }

  @Test
  void shouldHoldFillsInTheirOrder_untilTheContractIsKnown() {
    Marks known = marks;
    marks = Marks.none("us");
    approve("o", Side.BUY, 10);
    assertThat(types(report("o", Status.PARTIALLY_FILLED, 4, 4, "e1")))
        .containsExactly("FILL_HELD");
    assertThat(report("o", Status.PARTIALLY_FILLED, 4, 8, "e2").alerts()).isEmpty();
    assertThat(report("o", Status.CANCELLED, 0, 8, "e3").outcome())
        .isEqualTo(ReportResult.Outcome.HELD);
    assertHeld(0, 10);
    assertThat(ledger.cash()).isEqualByComparingTo("10000");

    marks = known;
    Executions.applyHeld(ledger, marks, NOW);
    book.applyHeld(this::multiplier, NOW);
    assertHeld(8, 0);
    assertThat(ledger.heldReports().isEmpty()).isTrue();
    assertThat(ledger.cash()).isEqualByComparingTo("9200");
  }

  @Test
  void shouldRememberTheLatestIdsOnly_whenAnOrderHasThousands() {
    approve("o", Side.BUY, 5000);
    for (int i = 1; i <= 2900; i++) {
      report("o", Status.PARTIALLY_FILLED, 1, i, "e" + i);
    }
    OrderState order = ledger.orders().order("o").orElseThrow();
    assertThat(order.execIds()).hasSize(2000);
    assertThat(order.knows("e2900")).isTrue();
    assertThat(order.knows("e900")).isFalse();
    // Its cumulative quantity tells that it was booked.
    assertThat(report("o", Status.PARTIALLY_FILLED, 1, 900, "e900").booked()).isZero();
    assertHeld(2900, 2100);
  }

  /** Reports that repeat, contradict, come late, are taken back, under other ids, of any order. */
  @Property(tries = 300)
  void shouldBeTheSameToBoth_afterAnyReports(@ForAll long seed) {
    OneAccountTest both = new OneAccountTest();
    Random random = new Random(seed);
    for (int i = 0; i < 80; i++) {
      both.step(random, i);
      both.assertSame();
    }
  }

  /** One execution of an order, as its engine knows it. */
  private record Execution(String execId, int quantity, int cumulative, int price, int fee) {}

  /**
   * Orders that fill in parts and end, told of in any order, some parts twice, some never. What is
   * held is the sum of the executions heard of, whatever the rule says.
   */
  @Property(tries = 200)
  void shouldHoldTheSumOfTheExecutions_whateverTheirOrder(@ForAll long seed) {
    OneAccountTest both = new OneAccountTest();
    Random random = new Random(seed);
    both.approve("o", Side.BUY, 100);
    List<Execution> executions = new ArrayList<>();
    int done = 0;
    while (random.nextInt(5) > 0 && done < 90) {
      int quantity = 1 + random.nextInt(10);
      done += quantity;
      executions.add(
          new Execution(
              "e" + executions.size(), quantity, done, 90 + random.nextInt(20), random.nextInt(3)));
    }
    List<Execution> told = new ArrayList<>(executions);
    executions.stream().filter(e -> random.nextInt(4) == 0).forEach(told::add);
    told.removeIf(e -> random.nextInt(6) == 0);
    Collections.shuffle(told, random);
    Execution end = new Execution("end", 0, done, 0, 0);
    told.add(random.nextInt(told.size() + 1), end);

    Set<Execution> heard = new HashSet<>();
    for (Execution execution : told) {
      heard.add(execution);
      both.report(
          "o",
          Side.BUY,
          execution.equals(end) ? Status.CANCELLED : Status.PARTIALLY_FILLED,
          Integer.toString(execution.quantity()),
          Integer.toString(execution.cumulative()),
          Integer.toString(execution.price()),
          Integer.toString(execution.fee()),
          execution.execId());
      int held = heard.stream().mapToInt(Execution::quantity).sum();
      int paid = heard.stream().mapToInt(e -> e.quantity() * e.price() + e.fee()).sum();
      both.assertHeld(held, (heard.contains(end) ? done : 100) - held);
      assertThat(both.ledger.cash()).isEqualByComparingTo(BigDecimal.valueOf(10_000L - paid));
    }
  }

  private void step(Random random, int i) {
    String id = "o" + random.nextInt(6);
    if (random.nextInt(4) == 0 && ledger.orders().order(id).isEmpty()) {
      approve(id, random.nextBoolean() ? Side.BUY : Side.SELL, 1 + random.nextInt(50));
      return;
    }
    report(
        id,
        random.nextInt(4) == 0 ? Side.SELL : Side.BUY,
        List.of(Status.values()).get(random.nextInt(Status.values().length)),
        number(random),
        number(random),
        random.nextInt(8) == 0 ? "-1" : Integer.toString(random.nextInt(200)),
        random.nextInt(3) == 0 ? number(random) : "0",
        "e" + random.nextInt(i + 2));
  }

  private static String number(Random random) {
    return switch (random.nextInt(30)) {
      case 0 -> "12345678901234567890123456789012345678901";
      case 1 -> "0.00000001";
      case 2, 3 -> Integer.toString(-random.nextInt(30));
      case 4, 5 -> "0";
      default -> Integer.toString(random.nextInt(60));
    };
  }

  private static PortfolioSpec spec() {
    TrustedRecords.trust();
    return ReferenceWire.portfolio(Wire.portfolio(null));
  }

  private void approve(String id, Side side, int quantity) {
    ledger.reserve(order(id, side, quantity), marks);
    book.orders().approve(order(id, side, quantity));
  }

  private static OrderState order(String id, Side side, int quantity) {
    return new OrderState(id, "s1", "A", side, BigDecimal.valueOf(quantity), NOW);
  }

  private ReportResult report(String id, Status status, int last, int cumulative, String execId) {
    return report(
        id,
        Side.BUY,
        status,
        Integer.toString(last),
        Integer.toString(cumulative),
        "100",
        "0",
        execId);
  }

  private ReportResult report(
      String id,
      Side side,
      Status status,
      String last,
      String cumulative,
      String price,
      String fee,
      String execId) {
    ExecutionEvent event =
        new ExecutionEvent(
            id,
            "s1",
            "A",
            side,
            status,
            new BigDecimal(last),
            new BigDecimal(cumulative),
            new BigDecimal(price),
            new BigDecimal(fee),
            execId,
            NOW);
    ReportResult result = Executions.apply(event, ledger, marks, NOW);
    assertThat(book.apply(event, this::multiplier, NOW).outcome()).isEqualTo(result.outcome());
    return result;
  }

  private Optional<BigDecimal> multiplier(String symbol) {
    return marks.of(symbol).flatMap(m -> m.instrument().multiplierIn(SPEC.baseCurrency()));
  }

  private void assertHeld(int position, int pending) {
    assertThat(ledger.positions().exposure("A").position())
        .isEqualByComparingTo(BigDecimal.valueOf(position));
    assertThat(ledger.positions().exposure("A").pendingBuys())
        .isEqualByComparingTo(BigDecimal.valueOf(pending));
    assertSame();
  }

  private void assertSame() {
    assertThat(book.cash()).isEqualByComparingTo(ledger.cash());
    assertThat(book.position("s1", "A"))
        .isEqualByComparingTo(ledger.positions().exposure("s1", "A").position());
    assertThat(book.orders().pending("s1", "A", Side.BUY))
        .isEqualByComparingTo(ledger.positions().exposure("s1", "A").pendingBuys());
    assertThat(book.orders().pending("A", Side.SELL))
        .isEqualByComparingTo(ledger.positions().exposure("A").pendingSells());
  }

  private static List<String> types(ReportResult result) {
    return result.alerts().stream().map(Alert::type).map(Enum::name).toList();
  }
}
