package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.EventTimes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * What can be told from outside of a record: whether it must be refused, whatever the stages know.
 */
public final class HostileOracle {
  /** Inputs that hostile records are sent to, with the record of each. */
  static final Map<Topics, Class<? extends SpecificRecord>> INPUTS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Topics.MARKET_DATA, MarketData.class),
              Map.entry(Topics.INSTRUMENT, Instrument.class),
              Map.entry(Topics.REGIME_CHANGE, RegimeChange.class),
              Map.entry(Topics.PORTFOLIO, Portfolio.class),
              Map.entry(Topics.EXECUTION_REPORT, ExecutionReport.class),
              Map.entry(Topics.RISK_OVERRIDE, RiskOverride.class),
              Map.entry(Topics.RISK_OVERRIDE_ROUTED, RiskOverride.class),
              Map.entry(Topics.MARKET_STATE, MarketState.class),
              Map.entry(Topics.MARKET_MARKS, MarketMarks.class),
              Map.entry(Topics.BUDGET_UPDATE, BudgetUpdate.class),
              Map.entry(Topics.ORDER_INTENT, OrderIntent.class)));

  /** Inputs whose key and partition must be those of what the record is about. */
  private static final Set<Topics> BOUND_TO_THEIR_KEY =
      EnumSet.of(
          Topics.PORTFOLIO,
          Topics.EXECUTION_REPORT,
          Topics.BUDGET_UPDATE,
          Topics.RISK_OVERRIDE_ROUTED,
          Topics.REGIME_CHANGE);

  private static final BigDecimal TOO_LARGE = BigDecimal.TEN.pow(31);

  /** A decimal of 41 digits, three more than the schemas allow. */
  private static final BigDecimal DIGITS_41 = new BigDecimal(BigInteger.TEN.pow(40), Bounds.SCALE);

  /** What a budget tells people and the gate does not take. */
  private static final Set<String> FOR_PEOPLE =
      Set.of(
          "regimeConfidence",
          "regimeParameters",
          "forecastVolatility",
          "realisedVolatility",
          "targetVolatility",
          "targetLeverage",
          "averageCorrelation",
          "riskShare",
          "capitalWeight",
          "riskContribution",
          "targetWeight",
          "performance");

  /** Fields that name something; those that a record may do without are not among them. */
  private static final Set<String> IDENTIFIERS =
      Set.of("portfolioId", "market", "overrideId", "execId", "orderId", "strategyId", "symbol");

  /** Records that tell the market's time, or that are held against it. */
  private static final Set<Class<?>> TOLD_BY_THEIR_TIME =
      Set.of(
          MarketData.class,
          RegimeChange.class,
          MarketMarks.class,
          MarketState.class,
          BudgetUpdate.class);

  /** Texts of an override that keep no HALT from being applied. */
  private static final Set<String> OF_A_STOP = Set.of("author", "reason", "approver");

  private static final Set<String> TIMES = Set.of("asOf", "eventTime", "detectedAt");

  private HostileOracle() {}

  /** Record of an input that hostile records are sent to. */
  public static Class<? extends SpecificRecord> type(Topics topic) {
    return Objects.requireNonNull(INPUTS.get(topic), topic.logicalName());
  }

  /** Whether a record of that input must not be taken in under another key. */
  static boolean isBoundToItsKey(Topics topic) {
    return BOUND_TO_THEIR_KEY.contains(topic);
  }

  /** Whether a record must not be taken in from a partition. */
  static boolean isLost(Topics topic, String key, int partition, int partitions) {
    int own = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    return isBoundToItsKey(topic) && partition != own;
  }

  /** Whether a stage takes what is there; the rest is for people, and may be anything. */
  public static boolean concernsAStage(HostileField place) {
    return place.type() != BudgetUpdate.class
        || place.path().stream().noneMatch(FOR_PEOPLE::contains);
  }

  /** Values beyond every bound of a field of that kind; empty where any value can be kept. */
  public static List<Object> beyond(Schema schema) {
    return switch (schema.getType()) {
      case STRING -> List.of("y".repeat(Bounds.TEXT + 1), "y".repeat(70_000));
      case BYTES ->
          List.of(
              DIGITS_41, DIGITS_41.negate(), new BigDecimal(BigInteger.ONE.shiftLeft(528_000), 8));
      case DOUBLE -> List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
      case ARRAY -> List.of(PlainRecords.list(schema.getElementType(), tooMany(schema)));
      case MAP -> List.of(PlainRecords.map(schema.getValueType(), Bounds.INSTRUMENTS + 1));
      default -> List.of(); // Numbers, flags and constants.
    };
  }

  private static int tooMany(Schema array) {
    return array.getElementType().getType() == Schema.Type.DOUBLE
        ? Bounds.INSTRUMENTS * Bounds.INSTRUMENTS / 2
        : Bounds.INSTRUMENTS + 1;
  }

  /**
   * Whether a value is beyond what its field may be.
   *
   * @param now wall-clock time
   */
  static boolean isBeyondItsBound(HostileField place, Object value, Instant now) {
    if (!concernsAStage(place)) {
      return false;
    }
    if (value instanceof Instant time) {
      return TIMES.contains(place.path().get(place.path().size() - 1))
          && TOLD_BY_THEIR_TIME.contains(place.type())
          && time.isAfter(now.plus(EventTimes.MAX_AHEAD));
    }
    if (place.type() == RiskOverride.class && OF_A_STOP.contains(place.path().get(0))) {
      return false; // A HALT is applied with its texts cut; others are refused for them.
    }
    if (value instanceof String text) {
      return text.length() > Bounds.TEXT
          || (IDENTIFIERS.contains(place.path().get(place.path().size() - 1))
              && !Identifiers.isUsable(text)
              && !(place.type() == RiskOverride.class && text.isEmpty()));
    }
    if (value instanceof BigDecimal number) {
      return number.abs().compareTo(TOO_LARGE) >= 0;
    }
    if (value instanceof Double number) {
      return !Double.isFinite(number);
    }
    if (value instanceof List<?> list) {
      return list.size() > Bounds.INSTRUMENTS
          && place.schema().getElementType().getType() != Schema.Type.DOUBLE;
    }
    return value instanceof Map<?, ?> map && map.size() > Bounds.INSTRUMENTS;
  }
}
