package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.domain.calendar.TradingCalendar;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An installation with the defaults of {@code run}: a market of which NY trades in New York and TK
 * in Tokyo, and a portfolio that holds 50 of each.
 */
final class TwoExchanges implements AutoCloseable {
  static final Map<String, String> PRICES = Map.of("NY", "100", "TK", "50");

  /** A Friday, an hour before New York opens. */
  static final Instant START = Instant.parse("2026-11-20T13:30:00Z");

  private static final String CALENDARS =
      """
      calendars:
        NYSE:
          time_zone: America/New_York
          holidays: [2026-11-26]
          half_days: {2026-11-27: "13:00"}
        TSE: {time_zone: Asia/Tokyo, open: "09:00", close: "15:30", holidays: [2026-11-23]}
      """;
  private static final Map<String, TradingCalendar> SESSIONS =
      Configuration.parse("test", CALENDARS).gate().calendars();
  private static final Map<String, String> EXCHANGES = Map.of("NY", "NYSE", "TK", "TSE");

  final Installation installation;
  private int orders;
  private int overrides;

  /**
   * @param calendars whether the instruments have any
   */
  TwoExchanges(Path directory, boolean calendars) {
    installation = new Installation(directory, calendars ? CALENDARS : "", START);
    for (String symbol : PRICES.keySet()) {
      installation.send(
          Instrument.newBuilder()
              .setSymbol(symbol)
              .setMarket("M")
              .setAssetClass(AssetClass.EQUITY)
              .setCurrency("USD")
              .setLotSize(Wire.dec("1"))
              .setTickSize(Wire.dec("0.01"))
              .setContractMultiplier(Wire.dec("1"))
              .setCalendar(calendars ? EXCHANGES.get(symbol) : null)
              .build());
    }
    for (int day = 7; day >= 1; day--) {
      for (String symbol : PRICES.keySet()) {
        tick(symbol, START.minus(Duration.ofDays(day)));
      }
    }
    tick("TK", START.minus(Duration.ofHours(7))); // Tokyo's close
    installation.send(definition(START));
    PRICES.keySet().forEach(symbol -> fill("opening-" + symbol, symbol, START));
  }

  static boolean isOpen(String symbol, Instant t) {
    TradingCalendar calendar = SESSIONS.get(EXCHANGES.get(symbol));
    return calendar.sessionTime(t.toEpochMilli(), t.toEpochMilli() + 1) > 0;
  }

  /** New York has opened and both have a price; the time then. */
  Instant trade() {
    Instant open = START.plus(Duration.ofHours(2));
    installation.passTo(open);
    PRICES.keySet().forEach(symbol -> tick(symbol, open));
    installation.alerts();
    installation.budgets();
    return open;
  }

  static Portfolio definition(Instant updatedAt) {
    return Portfolio.newBuilder()
        .setPortfolioId("P")
        .setMarket("M")
        .setBaseCurrency("USD")
        .setCash(Wire.dec("5000000"))
        .setStrategies(
            List.of(
                StrategyDefinition.newBuilder()
                    .setStrategyId("s")
                    .setRiskShare(1)
                    .setSymbols(List.of("NY", "TK"))
                    .build()))
        .setUpdatedAt(updatedAt)
        .build();
  }

  void tick(String symbol, Instant time) {
    installation.send(
        MarketData.newBuilder()
            .setSymbol(symbol)
            .setMarket("M")
            .setAssetClass(AssetClass.EQUITY)
            .setPrice(Wire.dec(PRICES.get(symbol)))
            .setEventTime(time)
            .build());
    // Marks are conflated by the wall clock.
    installation.passTo(installation.now().plusMillis(60));
  }

  void fill(String orderId, String symbol, Instant eventTime) {
    installation.send(
        ExecutionReport.newBuilder()
            .setPortfolioId("P")
            .setOrderId(orderId)
            .setStrategyId("s")
            .setSymbol(symbol)
            .setSide(Side.BUY)
            .setStatus(ExecutionStatus.FILLED)
            .setLastQuantity(Wire.dec("50"))
            .setCumulativeQuantity(Wire.dec("50"))
            .setPrice(Wire.dec(PRICES.get(symbol)))
            .setFee(Wire.dec("0"))
            .setExecId("e")
            .setEventTime(eventTime)
            .build());
  }

  OrderDecision buy(String symbol, Instant submittedAt) {
    return decide(symbol, Side.BUY, "1", submittedAt);
  }

  OrderDecision decide(String symbol, Side side, String quantity, Instant submittedAt) {
    return installation.decide(
        OrderIntent.newBuilder()
            .setOrderId("o" + orders++)
            .setPortfolioId("P")
            .setStrategyId("s")
            .setSymbol(symbol)
            .setSide(side)
            .setQuantity(Wire.dec(quantity))
            .setType(OrderType.MARKET)
            .setSubmittedAt(submittedAt)
            .build());
  }

  /** An override of everything. */
  RiskOverride override(OverrideAction action, Instant createdAt) {
    return RiskOverride.newBuilder()
        .setOverrideId("v" + overrides++)
        .setPortfolioId("*")
        .setScope(OverrideScope.GLOBAL)
        .setAction(action)
        .setAuthor("operator")
        .setReason("test")
        .setCreatedAt(createdAt)
        .build();
  }

  static List<String> reasons(OrderDecision decision) {
    return decision.getViolations().stream().map(Violation::getReason).sorted().toList();
  }

  @Override
  public void close() {
    installation.close();
  }
}
