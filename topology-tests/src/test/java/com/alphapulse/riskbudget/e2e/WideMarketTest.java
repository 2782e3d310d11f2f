package com.alphapulse.riskbudget.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A market as large as one may be works on a broker; the next instrument is refused by name. */
class WideMarketTest {
  private static final int INSTRUMENTS = 2_000;
  private static final String MARKET = "wide";
  private static final String PORTFOLIO = "wide-1";
  private static final List<String> TRADED = List.of("W0000", "W0777", "W1999");
  private static final int BARS = 5;
  private static final Duration BAR = Duration.ofMinutes(1);

  /** One bar's state is 16 MB in every partition, in one transaction. */
  private static final Installation.Pace PACE =
      new Installation.Pace(Duration.ofSeconds(1), Duration.ofSeconds(60));

  @TempDir Path folder;
  private Outside outside;
  private Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(BAR.multipliedBy(30));

  @Test
  void shouldBudgetAndDecide_whenAMarketHas2000Instruments() {
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("cluster"));
        Installation installation = Installation.on(broker.bootstrapServers(), folder, PACE);
        Outside reader = new Outside(installation)) {
      outside = reader;
      installation.startBudgets();
      installation.startGate();
      for (int i = 0; i < INSTRUMENTS; i++) {
        send(Topics.INSTRUMENT, symbol(i), instrument(symbol(i)));
      }
      bar(0);
      send(Topics.INSTRUMENT, symbol(INSTRUMENTS), instrument(symbol(INSTRUMENTS)));
      outside.flush();
      RiskAlert refused =
          outside.awaitFirst(
              Topics.RISK_ALERT,
              RiskAlert.class,
              alert -> alert.getType().equals("BAD_REFERENCE_DATA"));
      assertThat(refused.getScopeId()).isEqualTo(symbol(INSTRUMENTS));
      assertThat(refused.getMessage()).contains("has 2000 instruments already");

      send(Topics.PORTFOLIO, PORTFOLIO, portfolio());
      send(
          Topics.REGIME_CHANGE,
          MARKET,
          new RegimeChange(MARKET, Regime.BULL, 0.9, Map.of(), now, "desk"));
      for (int bar = 1; bar < BARS; bar++) {
        bar(bar);
      }
      BudgetUpdate budget =
          outside.awaitFirst(
              Topics.BUDGET_UPDATE,
              BudgetUpdate.class,
              b -> b.getForecastVolatility() > 0 && b.getRegime() == Regime.BULL);
      assertThat(budget.getSymbols())
          .extracting(SymbolBudget::getSymbol)
          .containsExactlyInAnyOrderElementsOf(TRADED);
      SymbolBudget traded = budget.getSymbols().get(0);
      outside.awaitFirst(
          Topics.RISK_UTILIZATION,
          RiskUtilization.class,
          row ->
              row.getScopeId().equals(traded.getSymbol())
                  && row.getLimit().compareTo(traded.getPositionLimit()) == 0);

      OrderDecision within = decide("within", traded.getSymbol(), Desk.decimal("1"));
      assertThat(within.getViolations()).isEmpty();
      assertThat(within.getOutcome()).isEqualTo(Outcome.APPROVED);
      // Far above, since the next budget may have another limit already.
      BigDecimal above =
          traded.getPositionLimit().setScale(0, RoundingMode.UP).scaleByPowerOfTen(1).setScale(8);
      OrderDecision beyond = decide("beyond", traded.getSymbol(), above);
      assertThat(beyond.getOutcome()).isEqualTo(Outcome.REJECTED);
      assertThat(beyond.getViolations())
          .extracting(Violation::getReason)
          .contains("POSITION_LIMIT");
      assertThat(installation.runs()).isTrue();
    }
  }

  /** Prices of all; waits until all are marks, so that no bar closes before it is whole. */
  private void bar(int bar) {
    now = now.plus(BAR);
    for (int i = 0; i < INSTRUMENTS; i++) {
      send(
          Topics.MARKET_DATA,
          symbol(i),
          MarketData.newBuilder()
              .setSymbol(symbol(i))
              .setMarket(MARKET)
              .setAssetClass(AssetClass.EQUITY)
              .setPrice(Desk.decimal(Double.toString(100 + (i * 7 + bar * bar * 3) % 11 / 10.0)))
              .setEventTime(now)
              .build());
    }
    outside.flush();
    outside.awaitFirst(
        Topics.MARKET_MARKS,
        MarketMarks.class,
        marks ->
            marks.getMarks().size() == INSTRUMENTS
                && marks.getMarks().stream().allMatch(m -> m.getEventTime().equals(now)));
  }

  private OrderDecision decide(String orderId, String symbol, BigDecimal quantity) {
    send(
        Topics.ORDER_INTENT,
        PORTFOLIO,
        OrderIntent.newBuilder()
            .setOrderId(orderId)
            .setPortfolioId(PORTFOLIO)
            .setStrategyId(Desk.STRATEGY)
            .setSymbol(symbol)
            .setSide(Side.BUY)
            .setQuantity(quantity)
            .setType(OrderType.MARKET)
            .setSubmittedAt(now)
            .build());
    outside.flush();
    return outside.awaitDecision(orderId);
  }

  private <T extends SpecificRecord> void send(Topics topic, String key, T record) {
    outside.send(topic, key, record, now.toEpochMilli());
  }

  private static String symbol(int number) {
    return "W%04d".formatted(number);
  }

  private static Instrument instrument(String symbol) {
    return new Instrument(
        symbol,
        MARKET,
        AssetClass.EQUITY,
        "USD",
        Desk.decimal("1"),
        Desk.decimal("0.01"),
        Desk.decimal("1"),
        null);
  }

  private Portfolio portfolio() {
    return Portfolio.newBuilder()
        .setPortfolioId(PORTFOLIO)
        .setMarket(MARKET)
        .setBaseCurrency("USD")
        .setCash(Desk.CASH)
        .setStrategies(
            List.of(
                StrategyDefinition.newBuilder()
                    .setStrategyId(Desk.STRATEGY)
                    .setRiskShare(1)
                    .setSymbols(TRADED)
                    .build()))
        .setUpdatedAt(now)
        .build();
  }
}
