package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.serde.TrustedRecords;
import com.alphapulse.riskbudget.topology.BudgetTask.Input;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A budget stage that stops and goes on anywhere knows what one knows that never stopped. */
class RestartedBudgetTest {
  private static final List<String> SYMBOLS = List.of("A", "B");

  static {
    TrustedRecords.trust();
  }

  @Property(tries = 60)
  void shouldKnowTheSame_whenRestartedAnywhere(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<Input> inputs = inputs(random);
    BudgetTask steady = new BudgetTask();
    BudgetTask restarted = new BudgetTask();
    for (Input input : inputs) {
      steady.read(input);
      if (random.nextInt(4) == 0) {
        restarted.restart();
      }
      restarted.read(input);
    }
    assertThat(restarted.entries()).isEqualTo(steady.entries());
    assertThat(restarted.equities()).isEqualTo(steady.equities()).isNotEmpty();
    assertThat(steady.kinds()).doesNotContain(Kind.EARLY, Kind.HELD);
    // Every order has ended, in whatever order that was told.
    assertThat(steady.orders())
        .allSatisfy((id, order) -> assertThat(order.reserved()).as(id).isZero());
  }

  @Test
  void shouldEndTheOrder_whenItsEndWasReadBeforeItsApprovalAndARestart() throws IOException {
    BudgetTask task = new BudgetTask();
    task.read(new Input(Topics.PORTFOLIO, Wire.portfolio(null)));
    task.read(
        new Input(Topics.EXECUTION_REPORT, report("o", "A", ExecutionStatus.CANCELLED, 0, 0)));
    assertThat(task.kinds()).contains(Kind.EARLY);
    task.restart();
    task.read(new Input(Topics.APPROVED_ORDER, approval("o", "A")));

    assertThat(task.orders().get("o").reserved()).isZero();
    assertThat(task.kinds()).doesNotContain(Kind.EARLY);
  }

  @Test
  void shouldKeepTheLatestOnly_whenReportsOfMadeUpOrdersFlood() throws IOException {
    BudgetTask task = new BudgetTask();
    task.read(new Input(Topics.PORTFOLIO, Wire.portfolio(null)));
    for (int i = 0; i < 1_500; i++) {
      String id = i % 2 == 0 ? "same" : "o" + i;
      task.read(new Input(Topics.EXECUTION_REPORT, report(id, "A", ExecutionStatus.NEW, 0, 0)));
    }
    assertThat(task.kinds().stream().filter(Kind.EARLY::equals)).hasSize(1_000);
    task.restart();
    task.read(new Input(Topics.EXECUTION_REPORT, report("last", "A", ExecutionStatus.NEW, 0, 0)));
    assertThat(task.kinds().stream().filter(Kind.EARLY::equals)).hasSize(1_000);
  }

  /** Orders of two symbols, their reports before and after their approvals, marks and bars. */
  private static List<Input> inputs(Random random) {
    List<List<Input>> lines = new ArrayList<>();
    for (int o = 0; o < 6; o++) {
      String id = "o" + o;
      String symbol = SYMBOLS.get(o % 2);
      List<Input> line = new ArrayList<>();
      line.add(new Input(Topics.APPROVED_ORDER, approval(id, symbol)));
      line.add(new Input(Topics.EXECUTION_REPORT, report(id, symbol, ExecutionStatus.NEW, 0, 0)));
      int fills = random.nextInt(4);
      for (int f = 1; f <= fills; f++) {
        line.add(
            new Input(
                Topics.EXECUTION_REPORT,
                report(id, symbol, ExecutionStatus.PARTIALLY_FILLED, 10, 10 * f)));
      }
      line.add(
          new Input(
              Topics.EXECUTION_REPORT,
              report(id, symbol, ExecutionStatus.CANCELLED, 0, 10 * fills)));
      if (random.nextBoolean()) {
        Collections.rotate(line, random.nextInt(line.size()));
      } else {
        Collections.shuffle(line, random);
      }
      lines.add(line);
    }
    List<Input> market = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      Instant time = START.plusSeconds(i * 100L);
      market.add(
          random.nextInt(3) == 0
              ? new Input(Topics.MARKET_STATE, Wire.state(i, time, 0.2, 0.3, 0.1))
              : new Input(
                  Topics.MARKET_MARKS,
                  Wire.marks(i, time, Integer.toString(90 + random.nextInt(20)), "50")));
    }
    lines.add(market);
    List<Input> mixed = new ArrayList<>(List.of(new Input(Topics.PORTFOLIO, Wire.portfolio(null))));
    while (!lines.isEmpty()) {
      List<Input> line = lines.get(random.nextInt(lines.size()));
      mixed.add(line.remove(0));
      lines.removeIf(List::isEmpty);
    }
    Instant end = START.plusSeconds(2_000);
    mixed.add(new Input(Topics.MARKET_STATE, Wire.state(98, end, 0.2, 0.3, 0.1)));
    mixed.add(new Input(Topics.MARKET_MARKS, Wire.marks(99, end.plusSeconds(100), "100", "50")));
    return mixed;
  }

  private static ExecutionReport report(
      String id, String symbol, ExecutionStatus status, int last, int cumulative) {
    ExecutionReport report =
        Wire.report(
            id,
            Side.BUY,
            status,
            Integer.toString(last),
            Integer.toString(cumulative),
            id + status + cumulative,
            START);
    report.setSymbol(symbol);
    return report;
  }

  private static OrderDecision approval(String id, String symbol) {
    OrderDecision decision = DecisionSamples.sample(new Random(7)).expected();
    decision.setIntent(Wire.intent(id, Side.BUY, "50", START));
    decision.getIntent().setSymbol(symbol);
    decision.setOutcome(Outcome.APPROVED);
    decision.setApprovedQuantity(Wire.dec("50"));
    decision.setDecidedAt(START);
    return decision;
  }
}
