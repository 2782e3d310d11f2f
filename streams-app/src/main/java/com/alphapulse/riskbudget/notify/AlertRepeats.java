package com.alphapulse.riskbudget.notify;

import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.Severity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Which alerts are news: the same type about the same thing is told once in a while only, unless it
 * has become more severe. Not safe for use by several threads.
 */
final class AlertRepeats {
  /** Things that are remembered; the one that was told longest ago goes first. */
  static final int REMEMBERED = 10_000;

  private record Subject(String type, String portfolioId, String market, String scopeId) {}

  private record Told(long atMillis, Severity severity, long leftOut) {}

  private final long repeatAfterMillis;
  private final Map<Subject, Told> told = new LinkedHashMap<>();

  AlertRepeats(Duration repeatAfter) {
    this.repeatAfterMillis = repeatAfter.toMillis();
  }

  /**
   * Takes in an alert.
   *
   * @param nowMillis wall-clock time
   * @return how many like it were left out since the last one that was told; empty where this one
   *     is left out too
   */
  OptionalLong leftOutBefore(RiskAlert alert, long nowMillis) {
    Subject subject =
        new Subject(
            alert.getType(),
            Objects.toString(alert.getPortfolioId(), ""),
            Objects.toString(alert.getMarket(), ""),
            Objects.toString(alert.getScopeId(), ""));
    Told last = told.get(subject);
    if (last != null
        && nowMillis - last.atMillis() < repeatAfterMillis
        && alert.getSeverity().compareTo(last.severity()) <= 0) {
      told.put(subject, new Told(last.atMillis(), last.severity(), last.leftOut() + 1));
      return OptionalLong.empty();
    }
    told.remove(subject);
    told.put(subject, new Told(nowMillis, alert.getSeverity(), 0));
    if (told.size() > REMEMBERED) {
      told.remove(told.keySet().iterator().next());
    }
    return OptionalLong.of(last == null ? 0 : last.leftOut());
  }
}
