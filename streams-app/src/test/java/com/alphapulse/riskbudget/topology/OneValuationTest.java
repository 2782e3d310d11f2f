package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static com.alphapulse.riskbudget.topology.Wire.dec;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Mark;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.SymbolState;
import com.alphapulse.riskbudget.gate.ledger.Executions;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.NameTable;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Budget and gate value what is held alike: at the latest marks, whatever bars have closed. */
class OneValuationTest {
  private static final List<String> SYMBOLS = List.of("A", "B", "C");

  @Property(tries = 15)
  void shouldBeTheSameEquity_afterAnyTicksFillsAndBars(@ForAll long seed) throws IOException {
    try (Both both = new Both()) {
      Random random = new Random(seed);
      for (int i = 0; i < 60; i++) {
        switch (random.nextInt(5)) {
          case 0 -> {
            both.bar(random);
            both.tick(random); // A budget at a bar is at its prices, the one between at the marks.
          }
          case 1 -> both.fill(random, i);
          default -> both.tick(random);
        }
        both.assertSame();
      }
      assertThat(both.compared).isPositive();
    }
  }

  @Test
  void shouldCountItsMark_andAllowNothingOfIt_whenNoBarOfItHasClosed() throws IOException {
    try (Both both = new Both()) {
      both.tick("A", "100");
      both.bar(List.of("A"));
      both.tick("C", "20");
      both.fill("C", Side.BUY, "30", "21");
      both.stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class);
      both.tick("B", "50");
      both.tick("C", "22");

      BudgetUpdate budget = both.latest();
      // 30 of C, bought at 21 and worth 22, at 50 each.
      assertThat(budget.getEquity()).isEqualByComparingTo("11500");
      assertThat(budget.getSymbols())
          .filteredOn(symbol -> symbol.getSymbol().equals("B"))
          .singleElement()
          .satisfies(
              symbol -> {
                assertThat(symbol.getBoundBy()).isEqualTo("NO_BAR");
                assertThat(symbol.getPositionLimit()).isEqualByComparingTo("0");
              });
      both.bar(List.of("A"));
      assertThat(both.stage.read(Topics.RISK_ALERT, RiskAlert.class))
          .filteredOn(alert -> "C".equals(alert.getScopeId()))
          .last()
          .satisfies(
              alert -> {
                assertThat(alert.getType()).isEqualTo("SYMBOL_EXCLUDED");
                assertThat(alert.getMessage()).contains("no bar of C has closed yet");
                assertThat(alert.getMessage()).contains("counts at its latest price");
              });
    }
  }

  @Test
  void shouldPayAFee_whenAReportTellsOfNothingElse() throws IOException {
    try (Both both = Both.trading()) {
      both.report("o", "A", Side.BUY, "1", "1", "100", "0");
      both.report("o", "A", Side.BUY, "0", "1", "0", "6000");
      both.tick("A", "100");

      both.assertEquity("4000");
    }
  }

  @Test
  void shouldBookNothing_whenAFillOfAnUnknownOrderIsTakenBack() throws IOException {
    try (Both both = Both.trading()) {
      both.report("old", "A", Side.BUY, "-50", "0", "90", "0");
      both.tick("A", "200");

      both.assertEquity("10000");
    }
  }

  @Test
  void shouldCountIt_andLetItGo_whenAFillIsOfASymbolThatNoStrategyNames() throws IOException {
    try (Both both = Both.trading()) {
      both.report("hand", "C", Side.BUY, "2", "2", "40", "0");
      both.tick("C", "45");
      both.assertEquity("10500");

      both.report("out", "C", Side.SELL, "2", "2", "44", "0");
      both.tick("C", "99");
      both.assertEquity("10400");
    }
  }

  /** The budget stage, and the gate's ledger beside it. */
  private static final class Both implements AutoCloseable {
    private final Path directory = Files.createTempDirectory("one-valuation");
    private final StageDriver stage =
        new StageDriver(
            """
            kafka: {partitions: 1, state_directory: '%s'}
            market: {bar_interval: 60}
            risk_budgeting: {monitoring_interval: 1}
            """
                .formatted(directory),
            START,
            EnumSet.of(Stage.BUDGET));
    private final NameTable names = new NameTable();
    private final PortfolioLedger ledger = new PortfolioLedger(PORTFOLIO);
    private final TreeMap<String, Mark> marked = new TreeMap<>();
    private Marks marks = Marks.none("us");
    private Instant now = START;
    private long sequence;
    private int compared;

    Both() throws IOException {
      stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
      ledger.define(ReferenceWire.portfolio(Wire.portfolio(null)));
    }

    /** With a price of every symbol and a bar of A. */
    static Both trading() throws IOException {
      Both both = new Both();
      both.tick("A", "100");
      both.tick("C", "40");
      both.bar(List.of("A"));
      return both;
    }

    void assertEquity(String equity) {
      BudgetUpdate budget = latest();
      assertThat(budget).isNotNull();
      assertThat(budget.getEquity()).isEqualByComparingTo(equity);
      assertThat(ledger.equity(marks).orElseThrow()).isEqualByComparingTo(equity);
    }

    void tick(Random random) {
      tick(
          SYMBOLS.get(random.nextInt(SYMBOLS.size())),
          BigDecimal.valueOf(1 + random.nextInt(1_000_000), 4).toPlainString());
    }

    void tick(String symbol, String price) {
      now = now.plusSeconds(2);
      Mark mark = Wire.marks(1, now, price, price).getMarks().get(0);
      mark.setSymbol(symbol);
      mark.setContractMultiplier(dec(symbol.equals("C") ? "50" : "1"));
      marked.put(symbol, mark);
      MarketMarks record = new MarketMarks("us", ++sequence, now, new ArrayList<>(marked.values()));
      stage.send(Topics.MARKET_MARKS, "us", record, MarketMarks.class);
      marks = GateWire.marks(record, names);
      Executions.applyHeld(ledger, marks, now.toEpochMilli());
    }

    void bar(Random random) {
      List<String> symbols = new ArrayList<>(marked.keySet());
      Collections.shuffle(symbols, random);
      bar(symbols.subList(0, random.nextInt(symbols.size() + 1)));
    }

    /** A bar that has closed for some of the symbols, up to a second after the latest mark. */
    void bar(List<String> symbols) {
      Instant bar = now.plusMillis(sequence % 3 * 500);
      MarketState state = Wire.state(++sequence, bar, 0.2, 0.3, 0);
      List<SymbolState> states = new ArrayList<>();
      for (String symbol : symbols) {
        SymbolState known = Wire.state(0, now, 0.2, 0.2, 0).getSymbols().get(0);
        known.setSymbol(symbol);
        known.setPrice(marked.get(symbol).getPrice());
        known.setContractMultiplier(marked.get(symbol).getContractMultiplier());
        states.add(known);
      }
      state.setSymbols(states);
      state.setCorrelations(Collections.nCopies(states.size() * (states.size() - 1) / 2, 0.1));
      stage.send(Topics.MARKET_STATE, "us", state, MarketState.class);
    }

    void fill(Random random, int i) {
      fill(
          SYMBOLS.get(random.nextInt(SYMBOLS.size())),
          random.nextBoolean() ? Side.BUY : Side.SELL,
          Integer.toString(1 + random.nextInt(40)),
          Integer.toString(1 + i));
    }

    void fill(String symbol, Side side, String quantity, String price) {
      report("o" + ++sequence, symbol, side, quantity, quantity, price, "0");
    }

    void report(
        String orderId,
        String symbol,
        Side side,
        String last,
        String cumulative,
        String price,
        String fee) {
      String execId = "e" + ++sequence;
      ExecutionReport report =
          Wire.report(orderId, side, ExecutionStatus.FILLED, last, cumulative, execId, now);
      report.setSymbol(symbol);
      report.setPrice(dec(price));
      report.setFee(dec(fee));
      stage.send(Topics.EXECUTION_REPORT, PORTFOLIO, report, ExecutionReport.class);
      Executions.apply(GateWire.execution(report, names), ledger, marks, now.toEpochMilli());
    }

    BudgetUpdate latest() {
      stage.passWallClock(Duration.ofSeconds(1));
      List<BudgetUpdate> budgets = stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class);
      return budgets.isEmpty() ? null : budgets.get(budgets.size() - 1);
    }

    void assertSame() {
      BudgetUpdate budget = latest();
      if (budget != null) {
        compared++;
        assertThat(budget.getEquity()).isEqualByComparingTo(ledger.equity(marks).orElseThrow());
      }
    }

    @Override
    public void close() throws IOException {
      stage.close();
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }
}
