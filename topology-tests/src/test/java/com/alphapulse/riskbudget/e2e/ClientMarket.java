package com.alphapulse.riskbudget.e2e;

import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A market of daily prices up to now, and portfolios in it that differ in nothing but their id. No
 * price moves, so that the budgets of all are equal whatever bar they are of.
 */
final class ClientMarket {
  static final String STRATEGY = "trend";
  static final String SYMBOL = "CLIENTS.A";

  private static final String MARKET = "CLIENTS";
  private static final List<String> SYMBOLS = List.of(SYMBOL, "CLIENTS.B");
  private static final int DAYS = 6;

  private final Outside outside;
  private final Instant now = Instant.now();

  ClientMarket(Outside outside) {
    this.outside = outside;
  }

  /** Defines everything and plays prices, until the gate has a budget of each portfolio. */
  void open(List<String> portfolioIds) {
    Instant start = now.minus(Duration.ofDays(DAYS));
    SYMBOLS.forEach(s -> send(Topics.INSTRUMENT, s, instrument(s), start));
    portfolioIds.forEach(id -> send(Topics.PORTFOLIO, id, portfolio(id, start), start));
    for (int day = DAYS - 1; day >= 0; day--) {
      Instant time = now.minus(Duration.ofDays(day));
      for (int i = 0; i < SYMBOLS.size(); i++) {
        String price = (100 + i * 20) + ".25";
        send(Topics.MARKET_DATA, SYMBOLS.get(i), price(SYMBOLS.get(i), price, time), time);
      }
    }
    outside.flush();
    portfolioIds.forEach(id -> await(id, "0", "0"));
  }

  /** Waits until a portfolio holds so much of the symbol and so much of it is reserved. */
  void await(String portfolioId, String used, String reserved) {
    outside.awaitFirst(
        Topics.RISK_UTILIZATION,
        RiskUtilization.class,
        row ->
            row.getPortfolioId().equals(portfolioId)
                && row.getScope() == OverrideScope.SYMBOL
                && row.getScopeId().equals(SYMBOL)
                && row.getUsed().compareTo(new BigDecimal(used)) == 0
                && row.getReserved().compareTo(new BigDecimal(reserved)) == 0);
  }

  /** Sends an order with the program's own classes and waits for the decision. */
  OrderDecision decide(String portfolioId, String orderId, ClientOrder order) {
    OrderIntent intent =
        OrderIntent.newBuilder()
            .setOrderId(orderId)
            .setPortfolioId(portfolioId)
            .setStrategyId(STRATEGY)
            .setSymbol(SYMBOL)
            .setSide(Side.BUY)
            .setQuantity(Desk.decimal(order.quantity()))
            .setType(order.limitPrice().isPresent() ? OrderType.LIMIT : OrderType.MARKET)
            .setLimitPrice(order.limitPrice().map(Desk::decimal).orElse(null))
            .setSubmittedAt(Instant.now())
            .build();
    send(Topics.ORDER_INTENT, portfolioId, intent, intent.getSubmittedAt());
    outside.flush();
    return outside.awaitDecision(orderId);
  }

  /** Stops a portfolio and has what is open cancelled. */
  void halt(String portfolioId) {
    RiskOverride halt =
        RiskOverride.newBuilder()
            .setOverrideId("halt-" + portfolioId)
            .setPortfolioId(portfolioId)
            .setScope(OverrideScope.PORTFOLIO)
            .setAction(OverrideAction.HALT)
            .setCancelOpenOrders(true)
            .setAuthor("ops")
            .setReason("enough")
            .setCreatedAt(Instant.now())
            .build();
    send(Topics.RISK_OVERRIDE, portfolioId, halt, halt.getCreatedAt());
    outside.flush();
  }

  private void send(Topics topic, String key, SpecificRecord value, Instant time) {
    outside.send(topic, key, value, time.toEpochMilli());
  }

  private static Instrument instrument(String symbol) {
    return Instrument.newBuilder()
        .setSymbol(symbol)
        .setMarket(MARKET)
        .setAssetClass(AssetClass.EQUITY)
        .setCurrency("USD")
        .setLotSize(Desk.decimal("1"))
        .setTickSize(Desk.decimal("0.01"))
        .setContractMultiplier(Desk.decimal("1"))
        .build();
  }

  private static Portfolio portfolio(String portfolioId, Instant time) {
    return Portfolio.newBuilder()
        .setPortfolioId(portfolioId)
        .setMarket(MARKET)
        .setBaseCurrency("USD")
        .setCash(Desk.CASH)
        .setStrategies(
            List.of(
                StrategyDefinition.newBuilder()
                    .setStrategyId(STRATEGY)
                    .setRiskShare(1)
                    .setSymbols(SYMBOLS)
                    .build()))
        .setUpdatedAt(time)
        .build();
  }

  private static MarketData price(String symbol, String price, Instant time) {
    return MarketData.newBuilder()
        .setSymbol(symbol)
        .setMarket(MARKET)
        .setAssetClass(AssetClass.EQUITY)
        .setPrice(Desk.decimal(price))
        .setEventTime(time)
        .build();
  }
}
