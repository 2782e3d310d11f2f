package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.bench.PlainRecords;
import com.alphapulse.riskbudget.bench.Records;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** One stage in good order, with a good record for each of its inputs whenever it is asked. */
final class KillScene implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  static final long TIME = START.toEpochMilli();

  /** A market that nobody trades. */
  static final String WIDE = "wide";

  private static final String PORTFOLIO = "portfolio-000000";
  private static final Records RECORDS = Records.small();

  /** Keys by which records belong to the good portfolio, or to its market. */
  static final Map<Topics, String> KEYS =
      Map.ofEntries(
          Map.entry(Topics.MARKET_DATA, Records.MARKET),
          Map.entry(Topics.INSTRUMENT, Records.MARKET),
          Map.entry(Topics.REGIME_CHANGE, Records.MARKET),
          Map.entry(Topics.MARKET_STATE, Records.MARKET),
          Map.entry(Topics.MARKET_MARKS, Records.MARKET),
          Map.entry(Topics.PORTFOLIO, PORTFOLIO),
          Map.entry(Topics.BUDGET_UPDATE, PORTFOLIO),
          Map.entry(Topics.EXECUTION_REPORT, PORTFOLIO),
          Map.entry(Topics.RISK_OVERRIDE, PORTFOLIO),
          Map.entry(Topics.RISK_OVERRIDE_ROUTED, PORTFOLIO),
          Map.entry(Topics.APPROVED_ORDER, PORTFOLIO),
          Map.entry(Topics.ORDER_INTENT, PORTFOLIO));

  private final HostileStage stage;
  private final Set<Topics> inputs;
  private Instant now = START;
  private long timestamp = TIME;
  private long number;

  KillScene(Stage which, Path folder) {
    stage = new HostileStage(which, folder, START);
    inputs = inputs(which);
    probe();
  }

  /** What a stage reads. */
  static Set<Topics> inputs(Stage stage) {
    return switch (stage) {
      case MARKET -> EnumSet.of(Topics.MARKET_DATA, Topics.INSTRUMENT, Topics.REGIME_CHANGE);
      case BUDGET ->
          EnumSet.of(
              Topics.MARKET_STATE,
              Topics.MARKET_MARKS,
              Topics.PORTFOLIO,
              Topics.EXECUTION_REPORT,
              Topics.APPROVED_ORDER,
              Topics.RISK_OVERRIDE_ROUTED);
      case GATE -> {
        Set<Topics> inputs = EnumSet.of(Topics.RISK_OVERRIDE);
        inputs.addAll(Topics.GATE_INPUTS);
        yield inputs;
      }
    };
  }

  /** A record that names the good portfolio and its market. */
  static <T extends SpecificRecord> T named(T record) {
    name(record, "portfolioId", PORTFOLIO);
    name(record, "market", Records.MARKET);
    if (record instanceof OrderDecision decision) {
      decision.getIntent().setPortfolioId(PORTFOLIO);
    }
    return record;
  }

  private static void name(SpecificRecord record, String field, String value) {
    Schema.Field known = record.getSchema().getField(field);
    if (known != null) {
      record.put(known.pos(), value);
    }
  }

  HostileStage stage() {
    return stage;
  }

  /**
   * A minute passes, and a good record comes of each input; what the stage writes then, but of the
   * market {@link #WIDE}.
   */
  HostileStage.Written probe() {
    return probe(TIME);
  }

  /** The same, all of them with that timestamp. */
  HostileStage.Written probe(long stamped) {
    timestamp = stamped;
    pass(Duration.ofMinutes(1));
    number++;
    String order = "order-" + number;
    for (int i = 0; i < 2; i++) {
      define(Records.MARKET, symbol(i));
      tick(Records.MARKET, symbol(i), 100.0 + (number + i) % 5);
    }
    send(
        Topics.REGIME_CHANGE,
        new RegimeChange(Records.MARKET, Regime.BULL, 0.9, Map.of(), now, "desk"));
    send(Topics.PORTFOLIO, RECORDS.portfolio(0, now));
    send(Topics.MARKET_MARKS, RECORDS.marks(number, now));
    send(Topics.MARKET_STATE, RECORDS.state(number, now));
    send(Topics.BUDGET_UPDATE, RECORDS.budget(0, number, now));
    send(Topics.RISK_OVERRIDE, override());
    send(Topics.RISK_OVERRIDE_ROUTED, override());
    approve(order, 1);
    report(order, 1, 1, true);
    timestamp = TIME;
    HostileStage.Written written = stage.written();
    return new HostileStage.Written(
        written.alerts(),
        written.deadLetters(),
        written.decisions(),
        written.all().stream().filter(v -> !v.contains(" " + WIDE + " ")).toList());
  }

  void pass(Duration duration) {
    now = now.plus(duration);
    stage.pass(duration);
  }

  void define(String market, String symbol) {
    send(
        Topics.INSTRUMENT,
        Instrument.newBuilder()
            .setSymbol(symbol)
            .setMarket(market)
            .setAssetClass(AssetClass.EQUITY)
            .setCurrency("USD")
            .setLotSize(dec(1))
            .setTickSize(dec(0.01))
            .setContractMultiplier(dec(1))
            .build());
  }

  void tick(String market, String symbol, double price) {
    send(
        Topics.MARKET_DATA,
        MarketData.newBuilder()
            .setSymbol(symbol)
            .setMarket(market)
            .setAssetClass(AssetClass.EQUITY)
            .setPrice(dec(price))
            .setEventTime(now)
            .build());
  }

  /** An order to buy, which the gate approves or has approved. */
  void approve(String orderId, double quantity) {
    OrderIntent intent = intent(orderId, quantity);
    send(Topics.ORDER_INTENT, intent);
    OrderDecision approval = PlainRecords.of(OrderDecision.class);
    approval.setIntent(intent);
    approval.setApprovedQuantity(intent.getQuantity());
    send(Topics.APPROVED_ORDER, approval);
  }

  /** A fill of it. */
  void report(String orderId, double last, double cumulative, boolean isLast) {
    OrderIntent intent = intent(orderId, 1);
    send(
        Topics.EXECUTION_REPORT,
        new ExecutionReport(
            PORTFOLIO,
            orderId,
            intent.getStrategyId(),
            intent.getSymbol(),
            Side.BUY,
            isLast ? ExecutionStatus.FILLED : ExecutionStatus.PARTIALLY_FILLED,
            dec(last),
            dec(cumulative),
            dec(100),
            dec(0),
            "e" + cumulative,
            now));
  }

  private OrderIntent intent(String orderId, double quantity) {
    OrderIntent intent = RECORDS.intent('g', 0, now);
    intent.setOrderId(orderId);
    intent.setSide(Side.BUY);
    intent.setQuantity(dec(quantity));
    return intent;
  }

  private RiskOverride override() {
    return RiskOverride.newBuilder()
        .setOverrideId("v")
        .setPortfolioId(PORTFOLIO)
        .setScope(OverrideScope.PORTFOLIO)
        .setAction(OverrideAction.CAP_LEVERAGE)
        .setValue(dec(1))
        .setAuthor("operator")
        .setReason("test")
        .setCreatedAt(now)
        .build();
  }

  private void send(Topics topic, SpecificRecord record) {
    if (inputs.contains(topic)) {
      stage.send(topic, KEYS.get(topic), stage.encoded(topic, record), timestamp);
    }
  }

  private static String symbol(int number) {
    return "SYM%03d".formatted(number);
  }

  private static BigDecimal dec(double value) {
    return BigDecimal.valueOf(value).setScale(Bounds.SCALE, RoundingMode.HALF_UP);
  }

  @Override
  public void close() {
    stage.close();
  }
}
