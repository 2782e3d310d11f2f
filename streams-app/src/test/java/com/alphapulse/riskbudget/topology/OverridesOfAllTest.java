package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.topology.BudgetTask.Input;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** Overrides of all portfolios are worked off in slices, and nobody can tell. */
class OverridesOfAllTest {
  private static final int PORTFOLIOS = 500;

  @Test
  void shouldSayWhatWorkingItOffAtOnceSays_whenRestartedInTheMiddle() throws IOException {
    BudgetTask sliced = task(PORTFOLIOS);
    BudgetTask atOnce = task(PORTFOLIOS);
    RiskOverride cap = cap("v", "0.1");
    override(sliced, "*", cap);
    ids(PORTFOLIOS).forEach(id -> override(atOnce, id, cap));

    Map<String, List<Record<String, SpecificRecord>>> before = sliced.written();
    assertThat(before.size()).isBetween(1, PORTFOLIOS - 1);
    assertThat(sliced.kinds()).contains(Kind.OVERRIDE_OF_ALL);
    sliced.restart();
    marks(sliced, 2); // The rest follows at a time of its own, and still answers the override.
    sliced.passSlice();

    Map<String, List<Record<String, SpecificRecord>>> after = sliced.written();
    assertThat(after.keySet()).doesNotContainAnyElementsOf(before.keySet());
    after.putAll(before);
    assertThat(values(after)).isEqualTo(values(atOnce.written())).hasSize(PORTFOLIOS);
    assertThat(after.values())
        .allSatisfy(
            records -> assertThat(budgets(records)).singleElement().matches(b -> isCapped(b, "v")))
        .allSatisfy(
            records -> assertThat(causes(records)).containsOnly("risk-override-routed-0:1"));
    assertThat(sliced.kinds()).doesNotContain(Kind.OVERRIDE_OF_ALL);

    sliced.restart();
    sliced.passSlice();
    assertThat(sliced.written()).isEmpty();
  }

  @Test
  void shouldTakeThemInBeforeAnythingElse_whenAPortfolioStillWaits() {
    BudgetTask task = task(PORTFOLIOS);
    override(task, "*", cap("v", "0.1"));
    override(task, "*", cap("w", "0.05"));
    task.written();
    List<String> waiting = new ArrayList<>(ids(PORTFOLIOS));
    override(task, "*", cap("x", "0.01"));
    waiting.removeAll(task.written().keySet());
    String own = waiting.get(0);
    String defined = waiting.get(1);
    String closed = waiting.get(2);

    override(task, own, cap("y", "0.005"));
    task.read(new Input(Topics.PORTFOLIO, portfolio(defined, "20000")));
    task.read(closed, new Input(Topics.PORTFOLIO, null));
    Map<String, List<Record<String, SpecificRecord>>> written = task.written();

    assertThat(budgets(written.get(own)))
        .extracting(BudgetUpdate::getOverrides)
        .endsWith(List.of("v", "w", "x"), List.of("v", "w", "x", "y"));
    assertThat(budgets(written.get(defined)))
        .extracting(b -> b.getOverrides().contains("x"), b -> b.getEquity().intValue())
        .endsWith(
            org.assertj.core.groups.Tuple.tuple(true, 10_000),
            org.assertj.core.groups.Tuple.tuple(true, 20_000));
    assertThat(budgets(written.get(closed))).last().matches(b -> isCapped(b, "x"));
  }

  @Test
  void shouldAnswerTheOverrideFirst_whenABarClosesMeanwhile() {
    BudgetTask task = task(PORTFOLIOS);
    override(task, "*", cap("v", "0.1"));
    task.read(new Input(Topics.MARKET_STATE, Wire.state(2, START.plusSeconds(60), 0.3, 0.3, 0.1)));
    task.passSlice();

    assertThat(task.written().values())
        .hasSize(PORTFOLIOS)
        .allSatisfy(records -> assertThat(budgets(records)).first().matches(b -> isCapped(b, "v")));
  }

  @Test
  void shouldConcernThoseThatWereKnown_whenAnotherIsDefinedMeanwhile() {
    BudgetTask task = task(PORTFOLIOS);
    override(task, "*", cap("v", "0.1"));
    task.read(new Input(Topics.PORTFOLIO, portfolio("new", "10000")));
    task.restart();
    task.passSlice();

    Map<String, List<Record<String, SpecificRecord>>> written = task.written();
    assertThat(budgets(written.remove("new"))).noneMatch(b -> isCapped(b, "v"));
    assertThat(written.values())
        .hasSize(PORTFOLIOS)
        .allSatisfy(records -> assertThat(budgets(records)).hasSize(1));
  }

  @Test
  void shouldLetSoManyWait_whenTheyComeFasterThanTheyAreWorkedOff() throws IOException {
    int portfolios = 18 * 256;
    BudgetTask task = new BudgetTask();
    ids(portfolios).forEach(id -> task.read(new Input(Topics.PORTFOLIO, portfolio(id, "10000"))));
    long most = 0;
    for (int i = 0; i < 20; i++) {
      override(task, "*", cap("v", "0." + (10 + i)));
      most = Math.max(most, task.kinds().stream().filter(Kind.OVERRIDE_OF_ALL::equals).count());
    }
    assertThat(most).isBetween(2L, 16L);
    for (int i = 0; i < 20; i++) {
      task.passSlice();
    }
    assertThat(task.kinds()).doesNotContain(Kind.OVERRIDE_OF_ALL);
    assertThat(task.written().values())
        .hasSize(portfolios)
        .allSatisfy(records -> assertThat(records).hasSize(20));
  }

  private static BudgetTask task(int portfolios) {
    BudgetTask task = new BudgetTask();
    task.read(new Input(Topics.MARKET_STATE, Wire.state(1, START, 0.2, 0.3, 0.1)));
    marks(task, 1);
    ids(portfolios).forEach(id -> task.read(new Input(Topics.PORTFOLIO, portfolio(id, "10000"))));
    task.written();
    return task;
  }

  private static void marks(BudgetTask task, int sequence) {
    task.read(new Input(Topics.MARKET_MARKS, Wire.marks(sequence, START, "100", "100")));
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj("p%04d"::formatted).toList();
  }

  private static Portfolio portfolio(String id, String cash) {
    return Portfolio.newBuilder(Wire.portfolio(null))
        .setPortfolioId(id)
        .setCash(Wire.dec(cash))
        .build();
  }

  private static void override(BudgetTask task, String portfolioId, RiskOverride override) {
    task.read(
        portfolioId,
        new Input(
            Topics.RISK_OVERRIDE_ROUTED,
            RiskOverride.newBuilder(override).setPortfolioId(portfolioId).build()));
  }

  private static RiskOverride cap(String id, String leverage) {
    RiskOverride cap = Wire.override(id, OverrideAction.CAP_LEVERAGE, START);
    cap.setValue(Wire.dec(leverage));
    return cap;
  }

  private static Map<String, List<SpecificRecord>> values(
      Map<String, List<Record<String, SpecificRecord>>> records) {
    Map<String, List<SpecificRecord>> values = new TreeMap<>();
    records.forEach((id, of) -> values.put(id, of.stream().map(Record::value).toList()));
    return values;
  }

  private static List<BudgetUpdate> budgets(List<Record<String, SpecificRecord>> records) {
    return records.stream()
        .map(Record::value)
        .filter(BudgetUpdate.class::isInstance)
        .map(BudgetUpdate.class::cast)
        .toList();
  }

  /** What the alerts among them answer. */
  private static List<String> causes(List<Record<String, SpecificRecord>> records) {
    return records.stream()
        .filter(record -> record.value() instanceof RiskAlert)
        .map(record -> record.headers().lastHeader(CausedBy.HEADER).value())
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }

  private static boolean isCapped(BudgetUpdate budget, String override) {
    return budget.getOverrides().contains(override) && budget.getLeverageLimit() <= 0.1;
  }
}
