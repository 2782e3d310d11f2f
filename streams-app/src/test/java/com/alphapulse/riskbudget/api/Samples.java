package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.serde.TrustedRecords;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Records of every type, filled by their schema: every field present, one element per list. */
public final class Samples {
  public static final Instant TIME = Instant.parse("2020-03-12T16:30:00Z");
  public static final BigDecimal DECIMAL = new BigDecimal("1234.50000000");

  static {
    TrustedRecords.trust();
  }

  private Samples() {}

  public static <T extends SpecificRecord> T of(Class<T> type) {
    return type.cast(value(SpecificData.get().getSchema(type)));
  }

  public static BudgetUpdate budget(String portfolio, long version) {
    BudgetUpdate budget = of(BudgetUpdate.class);
    budget.setPortfolioId(portfolio);
    budget.setVersion(version);
    budget.setMarket("SWISS");
    return budget;
  }

  public static Portfolio portfolio(String id) {
    Portfolio portfolio = of(Portfolio.class);
    portfolio.setPortfolioId(id);
    portfolio.setMarket("SWISS");
    portfolio.getStrategies().get(0).setStrategyId("trend");
    portfolio.getStrategies().get(0).setSymbols(List.of("BANKS"));
    return portfolio;
  }

  public static OrderDecision decision(String portfolio, String orderId) {
    OrderDecision decision = of(OrderDecision.class);
    decision.getIntent().setPortfolioId(portfolio);
    decision.getIntent().setOrderId(orderId);
    decision.setRepeat(false);
    return decision;
  }

  public static RiskUtilization utilization(String portfolio, OverrideScope scope, String id) {
    RiskUtilization row = of(RiskUtilization.class);
    row.setPortfolioId(portfolio);
    row.setScope(scope);
    row.setScopeId(id);
    return row;
  }

  public static RiskOverride override(String portfolio, String id, OverrideAction action) {
    RiskOverride override = of(RiskOverride.class);
    override.setPortfolioId(portfolio);
    override.setOverrideId(id);
    override.setAction(action);
    override.setScope(OverrideScope.PORTFOLIO);
    override.setScopeId(null);
    override.setCreatedAt(TIME);
    override.setExpiresAt(TIME.plusSeconds(3600));
    return override;
  }

  public static MarketState state(String market, Regime regime, Instant since, Instant asOf) {
    MarketState state = of(MarketState.class);
    state.setMarket(market);
    state.setRegime(regime);
    state.setRegimeSince(since);
    state.setAsOf(asOf);
    return state;
  }

  private static Object value(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal) {
      return DECIMAL;
    }
    if (schema.getLogicalType() != null) {
      return TIME;
    }
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case ENUM -> SpecificData.get().createEnum(schema.getEnumSymbols().get(0), schema);
      case ARRAY -> List.of(value(schema.getElementType()));
      case MAP -> Map.of("key", value(schema.getValueType()));
      case UNION -> value(schema.getTypes().get(schema.getTypes().size() - 1));
      case STRING -> "text";
      case INT -> 7;
      case LONG -> 8L;
      case DOUBLE -> 0.25;
      case BOOLEAN -> true;
      default -> throw new IllegalArgumentException("no sample of " + schema);
    };
  }

  private static SpecificRecord record(Schema schema) {
    SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
    Map<Integer, Object> values =
        schema.getFields().stream()
            .collect(Collectors.toMap(Schema.Field::pos, field -> value(field.schema())));
    values.forEach(record::put);
    return record;
  }
}
