package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.common.utils.Utils;

/**
 * What can be told from outside of a record: whether it must be refused, whatever the stages know.
 */
final class HostileOracle {
  /** Inputs whose key and partition must be those of what the record is about. */
  private static final Set<Topics> BOUND_TO_THEIR_KEY =
      EnumSet.of(
          Topics.PORTFOLIO,
          Topics.EXECUTION_REPORT,
          Topics.BUDGET_UPDATE,
          Topics.RISK_OVERRIDE_ROUTED,
          Topics.REGIME_CHANGE);

  private static final BigDecimal TOO_LARGE = BigDecimal.TEN.pow(31);

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

  private HostileOracle() {}

  /** Whether a record of that input must not be taken in under another key. */
  static boolean isBoundToItsKey(Topics topic) {
    return BOUND_TO_THEIR_KEY.contains(topic);
  }

  /** Whether a record must not be taken in from a partition. */
  static boolean isLost(Topics topic, String key, int partition, int partitions) {
    int own = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    return isBoundToItsKey(topic) && partition != own;
  }

  /** Whether a value is beyond what any field of its kind may be. */
  static boolean isBeyondItsBound(HostileField place, Object value) {
    if (place.type() == BudgetUpdate.class
        && place.path().stream().anyMatch(FOR_PEOPLE::contains)) {
      return false;
    }
    if (value instanceof String text) {
      return text.length() > Bounds.TEXT;
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
