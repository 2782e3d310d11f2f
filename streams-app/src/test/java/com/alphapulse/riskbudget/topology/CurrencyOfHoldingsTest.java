package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static com.alphapulse.riskbudget.topology.Wire.dec;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Orders of a portfolio in USD while A, which it holds, has pending or does not, is priced in one
 * currency or another. B, of which it holds 10, is in USD always.
 */
class CurrencyOfHoldingsTest {
  private static final String OK = "";

  @TempDir private Path directory;
  private StageDriver stage;
  private long sequence;
  private int orders;

  @BeforeEach
  void open() {
    stage = StageDriver.of(directory, START, Stage.GATE);
    stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
    stage.send(Topics.BUDGET_UPDATE, PORTFOLIO, Wire.budget(1, START), BudgetUpdate.class);
    currencyOfA("USD");
    fill(approved("B", Side.BUY, "10"));
  }

  @AfterEach
  void close() {
    stage.close();
  }

  /** {@code of A} is what there is of it; the reasons are those of orders that are refused. */
  @ParameterizedTest
  @CsvSource(
      value = {
        // Currencies, of A,  buy A,             sell A,            buy B,             sell B
        "USD,         held,    '',                '',                '',                ''",
        "USD,         pending, '',                '',                '',                ''",
        "USD,         none,    '',                '',                '',                ''",
        "JPY,         held,    CURRENCY_MISMATCH, '',                CURRENCY_MISMATCH, ''",
        "JPY,         pending, CURRENCY_MISMATCH, CURRENCY_MISMATCH, CURRENCY_MISMATCH, ''",
        "JPY,         none,    CURRENCY_MISMATCH, CURRENCY_MISMATCH, '',                ''",
        "unknown,     held,    CURRENCY_UNKNOWN,  '',                CURRENCY_UNKNOWN,  ''",
        "unknown,     pending, CURRENCY_UNKNOWN,  CURRENCY_UNKNOWN,  CURRENCY_UNKNOWN,  ''",
        "unknown,     none,    CURRENCY_UNKNOWN,  CURRENCY_UNKNOWN,  '',                ''",
        "JPY unknown, held,    CURRENCY_UNKNOWN,  '',                CURRENCY_UNKNOWN,  ''",
        "usd,         held,    CURRENCY_MISMATCH, '',                CURRENCY_MISMATCH, ''",
        "JPY USD,     held,    '',                '',                '',                ''",
        "JPY USD,     pending, '',                '',                '',                ''",
        "unknown USD, held,    '',                '',                '',                ''",
      })
  void shouldRefuseWhatAddsRisk_andNothingElse(
      String currencies, String ofA, String buyA, String sellA, String buyB, String sellB) {
    if (!ofA.equals("none")) {
      OrderIntent order = approved("A", Side.BUY, "10");
      if (ofA.equals("held")) {
        fill(order);
      }
    }
    for (String currency : currencies.split(" ", -1)) {
      currencyOfA(currency.equals("unknown") ? "" : currency);
    }

    assertAnswer(decide(intent("B", Side.SELL, "2")), sellB);
    assertAnswer(decide(intent("B", Side.BUY, "2")), buyB);
    assertAnswer(decide(intent("A", Side.BUY, "2")), buyA);
    assertAnswer(decide(intent("A", Side.SELL, "2")), sellA);
  }

  @Test
  void shouldLetItGo_butWaitForItsCurrency_whenWhatIsHeldIsSold() {
    fill(approved("A", Side.BUY, "10"));
    currencyOfA("JPY");
    OrderIntent exit = approved("A", Side.SELL, "10");
    assertAnswer(decide(intent("A", Side.SELL, "1")), "CURRENCY_MISMATCH");
    fill(exit);

    assertThat(stage.read(Topics.RISK_ALERT, RiskAlert.class))
        .extracting(RiskAlert::getType)
        .containsExactly("FILL_HELD");
    assertAnswer(decide(intent("B", Side.BUY, "2")), "CURRENCY_MISMATCH");

    currencyOfA("USD");
    OrderDecision after = decide(intent("B", Side.BUY, "2"));
    assertAnswer(after, OK);
    assertThat(after.getInputs().getEquity()).isEqualByComparingTo("10000");
  }

  @Test
  void shouldKnowNoEquityAndNoExposure_whenWhatIsHeldIsInAnotherCurrency() {
    fill(approved("A", Side.BUY, "10"));
    currencyOfA("JPY");

    OrderDecision decision = decide(intent("B", Side.SELL, "2"));

    assertAnswer(decision, OK);
    assertThat(decision.getInputs().getEquity()).isNull();
    assertThat(decision.getInputs().getGrossExposure()).isNull();
    assertThat(decision.getInputs().getStrategyExposure()).isNull();
  }

  @Test
  void shouldValueItInTheNewCurrency_whenThePortfolioIsDefinedInAnother() {
    fill(approved("A", Side.BUY, "10"));
    Portfolio inYen = Wire.portfolio(null);
    inYen.setBaseCurrency("JPY");
    stage.send(Topics.PORTFOLIO, PORTFOLIO, inYen, Portfolio.class);
    currencyOfA("JPY");

    // B is in USD still.
    OrderDecision decision = decide(intent("A", Side.BUY, "2"));
    assertAnswer(decision, "CURRENCY_MISMATCH");
    assertThat(decision.getViolations().get(0).getScopeId()).isEqualTo("B");
    stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
    assertThat(decide(intent("B", Side.BUY, "2")).getViolations().get(0).getScopeId())
        .isEqualTo("A");
  }

  private void currencyOfA(String currency) {
    MarketMarks marks = Wire.marks(++sequence, START, "100", "50");
    marks.getMarks().get(0).setCurrency(currency);
    stage.send(Topics.MARKET_MARKS, "us", marks, MarketMarks.class);
  }

  private OrderIntent intent(String symbol, Side side, String quantity) {
    OrderIntent intent = Wire.intent("o" + ++orders, side, quantity, START);
    intent.setSymbol(symbol);
    return intent;
  }

  private OrderIntent approved(String symbol, Side side, String quantity) {
    OrderIntent intent = intent(symbol, side, quantity);
    assertAnswer(decide(intent), OK);
    return intent;
  }

  private void fill(OrderIntent order) {
    ExecutionReport report =
        Wire.report(
            order.getOrderId(),
            order.getSide(),
            ExecutionStatus.FILLED,
            order.getQuantity().toPlainString(),
            "e-" + order.getOrderId(),
            START);
    report.setSymbol(order.getSymbol());
    report.setPrice(dec(order.getSymbol().equals("A") ? "100" : "50"));
    stage.send(Topics.EXECUTION_REPORT, PORTFOLIO, report, ExecutionReport.class);
  }

  private OrderDecision decide(OrderIntent intent) {
    stage.send(Topics.ORDER_INTENT, PORTFOLIO, intent, OrderIntent.class);
    List<OrderDecision> decisions =
        new ArrayList<>(stage.read(Topics.APPROVED_ORDER, OrderDecision.class));
    decisions.addAll(stage.read(Topics.REJECTED_ORDER, OrderDecision.class));
    assertThat(decisions).hasSize(1);
    return decisions.get(0);
  }

  private static void assertAnswer(OrderDecision decision, String reason) {
    assertThat(decision.getViolations())
        .extracting(Violation::getReason)
        .isEqualTo(reason.equals(OK) ? List.of() : List.of(reason));
  }
}
