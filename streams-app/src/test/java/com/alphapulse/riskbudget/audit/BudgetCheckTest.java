package com.alphapulse.riskbudget.audit;

import static com.alphapulse.riskbudget.audit.Scene.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.outside.BudgetCheck;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.Severity;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.topology.Stage;
import com.alphapulse.riskbudget.topology.StageDriver;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets of the real budget stage follow from what went in; whatever is changed is found. */
class BudgetCheckTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final List<Entry<ExecutionReport>> REPORTS = new ArrayList<>();
  private static final List<Entry<Portfolio>> PORTFOLIOS = new ArrayList<>();
  private static StageDriver stage;
  private static History clean;

  /**
   * Twelve bars; a fill after every second one, one of them set aside, one more of a symbol in
   * another currency; more cash after the eighth.
   */
  @BeforeAll
  static void trade(@TempDir Path directory) {
    stage =
        new StageDriver(
            """
            kafka: {partitions: 1, state_directory: '%s'}
            market: {bar_interval: 60, warmup_bars: 2, lateness_bars: 0, default_currency: USD, regime: {source: external}}
            risk_budgeting: {monitoring_interval: 60}
            gate: {max_budget_age: 300}
            """
                .formatted(directory),
            START.plus(Duration.ofHours(1)),
            EnumSet.of(Stage.MARKET, Stage.BUDGET));
    define("10000");
    foreign();
    for (int bar = 0; bar < 12; bar++) {
      price("A", 100 + bar % 3, bar);
      price("B", 50 - bar % 2, bar);
      price("F", 200, bar);
      stage.passWallClock(Duration.ofSeconds(1));
      if (bar == 4) {
        fill("F", Side.BUY, bar);
      }
      if (bar == 7) {
        stage.setAside(Topics.EXECUTION_REPORT, REPORTS.size());
      }
      if (bar % 2 == 1) {
        fill(bar % 3 == 0 ? "B" : "A", bar % 4 == 1 ? Side.BUY : Side.SELL, bar);
      }
      if (bar == 8) {
        define("12345.67");
      }
    }
    clean =
        new History(
            1,
            List.of(),
            List.of(),
            REPORTS,
            read(Topics.BUDGET_UPDATE, BudgetUpdate.class),
            read(Topics.MARKET_MARKS, MarketMarks.class),
            read(Topics.MARKET_STATE, MarketState.class),
            PORTFOLIOS,
            List.of(),
            alerts());
    stage.close();
  }

  private static void define(String cash) {
    Portfolio portfolio =
        Portfolio.newBuilder()
            .setPortfolioId("P")
            .setMarket("M")
            .setBaseCurrency("USD")
            .setCash(number(cash))
            .setStrategies(
                List.of(
                    StrategyDefinition.newBuilder()
                        .setStrategyId("S")
                        .setRiskShare(1)
                        .setSymbols(List.of("A", "B"))
                        .build()))
            .setUpdatedAt(START)
            .build();
    stage.send(Topics.PORTFOLIO, "P", portfolio, Portfolio.class);
    PORTFOLIOS.add(new Entry<>("portfolio", 0, PORTFOLIOS.size(), "P", portfolio));
  }

  private static void price(String symbol, int price, int bar) {
    MarketData tick =
        MarketData.newBuilder()
            .setSymbol(symbol)
            .setMarket("M")
            .setAssetClass(AssetClass.EQUITY)
            .setPrice(number(String.valueOf(price)))
            .setEventTime(START.plusSeconds(60L * bar + 1))
            .build();
    stage.send(Topics.MARKET_DATA, symbol, tick, MarketData.class);
  }

  private static void foreign() {
    Instrument instrument =
        new Instrument(
            "F", "M", AssetClass.EQUITY, "EUR", number("1"), number("0.01"), number("1"), null);
    stage.send(Topics.INSTRUMENT, "F", instrument, Instrument.class);
  }

  private static void fill(String symbol, Side side, int bar) {
    ExecutionReport report =
        ExecutionReport.newBuilder()
            .setPortfolioId("P")
            .setOrderId("o" + bar)
            .setStrategyId("S")
            .setSymbol(symbol)
            .setSide(side)
            .setStatus(ExecutionStatus.FILLED)
            .setLastQuantity(number(String.valueOf(1 + bar)))
            .setCumulativeQuantity(number(String.valueOf(1 + bar)))
            .setPrice(number("99.5"))
            .setFee(number("0.25"))
            .setExecId("e" + bar)
            .setEventTime(START.plusSeconds(60L * bar + 2))
            .build();
    stage.send(Topics.EXECUTION_REPORT, "P", report, ExecutionReport.class);
    REPORTS.add(new Entry<>("execution-report", 0, REPORTS.size(), "P", report));
  }

  /** Of the stage, and the one that the gate raises about the fill that both hold. */
  private static List<Entry<RiskAlert>> alerts() {
    RiskAlert held =
        RiskAlert.newBuilder()
            .setPortfolioId("P")
            .setScopeId("F")
            .setType("FILL_HELD")
            .setSeverity(Severity.CRITICAL)
            .setMessage("Fills of F are held")
            .setAsOf(START)
            .build();
    List<Entry<RiskAlert>> alerts = new ArrayList<>(read(Topics.RISK_ALERT, RiskAlert.class));
    alerts.add(new Entry<>("risk-alert", 0, alerts.size(), "P", held));
    return alerts;
  }

  private static <T extends SpecificRecord> List<Entry<T>> read(Topics topic, Class<T> type) {
    List<Entry<T>> entries = new ArrayList<>();
    for (T record : stage.read(topic, type)) {
      String key = record instanceof BudgetUpdate ? "P" : "M";
      entries.add(new Entry<>(topic.logicalName(), 0, entries.size(), key, record));
    }
    return entries;
  }

  private static List<Finding> findings(Forgery forgery) {
    return BudgetCheck.check(forgery.history(), Scene.settings());
  }

  private static Forgery forge(Consumer<BudgetUpdate.Builder> change) {
    return new Forgery(clean)
        .budget(
            5,
            b -> {
              BudgetUpdate.Builder builder = BudgetUpdate.newBuilder(b);
              change.accept(builder);
              return builder.build();
            });
  }

  private static void assertFinds(Forgery forgery, Kind kind, String detail) {
    assertThat(findings(forgery))
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(kind);
              assertThat(finding.toString()).contains(detail);
            });
  }

  @Test
  void shouldFindNothing_whenTheBudgetStageDidItsWork() {
    assertThat(clean.budgets()).hasSizeGreaterThan(7);
    assertThat(clean.budgets().stream().map(b -> b.value().getEquity()).distinct().count())
        .isGreaterThan(4);
    assertThat(findings(new Forgery(clean))).isEmpty();
  }

  @Test
  void shouldFindIt_whenEquityIsWrong() {
    assertFinds(
        forge(b -> b.setEquity(b.getEquity().add(number("0.01")))), Kind.BUDGET_EQUITY, "budget 5");
  }

  @Test
  void shouldFindIt_whenAFillIsNotBookedOrBookedOtherwise() {
    assertFinds(new Forgery(clean).withoutReport("e3"), Kind.BUDGET_EQUITY, "is none");
    UnaryOperator<ExecutionReport> dearer =
        r -> ExecutionReport.newBuilder(r).setPrice(number("99.6")).build();
    assertFinds(new Forgery(clean).report("e5", dearer), Kind.BUDGET_EQUITY, "is none");
    UnaryOperator<ExecutionReport> fee =
        r -> ExecutionReport.newBuilder(r).setFee(number("0.26")).build();
    assertFinds(new Forgery(clean).report("e5", fee), Kind.BUDGET_EQUITY, "is none");
  }

  @Test
  void shouldFindIt_whenAFillInAnotherCurrencyIsBookedOneToOne() {
    // 5 at 99.5 and a fee, worth 200 each.
    assertFinds(
        new Forgery(clean)
            .budget(
                last(),
                b ->
                    BudgetUpdate.newBuilder(b)
                        .setEquity(b.getEquity().add(number("502.25")))
                        .build()),
        Kind.BUDGET_EQUITY,
        "is none");
  }

  @Test
  void shouldFindIt_whenAReportIsMissingThatNobodySetAside_orIsThereAllTheSame() {
    RiskAlert aside =
        clean.alerts().stream()
            .map(Entry::value)
            .filter(alert -> alert.getType().equals("RECORD_SET_ASIDE"))
            .reduce((one, other) -> null)
            .orElseThrow();
    assertThat(aside.getScopeId()).startsWith("execution-report-0:").endsWith(" by budget-stage");
    assertFinds(
        new Forgery(clean).withoutAlerts("RECORD_SET_ASIDE"), Kind.BUDGET_EQUITY, "is none");
    RiskAlert other =
        RiskAlert.newBuilder(aside).setScopeId("execution-report-0:0 by budget-stage").build();
    assertFinds(new Forgery(clean).add(other), Kind.BUDGET_EQUITY, "is none");
    RiskAlert ofTheGate =
        RiskAlert.newBuilder(aside).setScopeId("execution-report-0:0 by gate-stage").build();
    assertThat(findings(new Forgery(clean).add(ofTheGate))).isEmpty();
  }

  private static long last() {
    return clean.budgets().stream().mapToLong(b -> b.value().getVersion()).max().orElseThrow();
  }

  @Test
  void shouldFindIt_whenABudgetIsMissingOrStandsTwice() {
    assertFinds(new Forgery(clean).withoutBudget(4), Kind.BUDGET_VERSION, "after version 3");
    assertFinds(forge(b -> b.setVersion(4)), Kind.BUDGET_VERSION, "after version 4");
  }

  @Test
  void shouldFindIt_whenTheMarketIsNotThePortfolios() {
    assertFinds(forge(b -> b.setMarket("N")), Kind.BUDGET_MARKET, "market N");
    assertFinds(forge(b -> b.setPortfolioId("Q")), Kind.BUDGET_MISPLACED, "its key is P");
  }

  @Test
  void shouldFindIt_whenItRestsOnNothing() {
    assertFinds(forge(b -> b.setMarketSequence(9999)), Kind.BUDGET_INPUT, "no market state 9999");
    assertFinds(forge(b -> b.setMarketSequence(0)), Kind.BUDGET_INPUT, "market state 0 after");
    assertFinds(forge(b -> b.setAsOf(START.minusSeconds(1))), Kind.BUDGET_INPUT, "is before");
  }

  @Test
  void shouldFindIt_whenALimitIsNone() {
    List<Consumer<BudgetUpdate.Builder>> changes =
        List.of(
            b -> b.setLeverageLimit(Double.NaN),
            b -> b.setLeverageLimit(-0.1),
            b -> b.setVolatilityLimit(Double.POSITIVE_INFINITY),
            b -> b.getStrategies().get(0).setExposureLimit(number("-1")),
            b -> b.getSymbols().get(0).setPositionLimit(number("-1")));
    for (Consumer<BudgetUpdate.Builder> change : changes) {
      assertFinds(forge(change), Kind.BUDGET_LIMIT, "budget 5");
    }
  }
}
