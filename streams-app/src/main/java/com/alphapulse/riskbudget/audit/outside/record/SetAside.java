package com.alphapulse.riskbudget.audit.outside.record;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.avro.RiskAlert;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Records that a stage set aside without any effect, as its alerts tell. What they claim is
 * believed here; where it is not so, what follows from the record shows.
 */
public final class SetAside {
  /** The stage that decides orders. */
  public static final String GATE = "gate-stage";

  /** The stage that makes budgets. */
  public static final String BUDGET = "budget-stage";

  private static final String ALERT = "RECORD_SET_ASIDE";

  private final Set<String> records = new HashSet<>();
  private final String stage;

  /** What a stage set aside. */
  public SetAside(History history, String stage) {
    this.stage = stage;
    for (Entry<RiskAlert> alert : history.alerts()) {
      if (alert.value().getType().equals(ALERT)) {
        records.add(alert.value().getScopeId());
      }
    }
  }

  /** Those of some records that the stage took in. */
  public <T> List<Entry<T>> without(List<Entry<T>> entries) {
    return records.isEmpty()
        ? entries
        : entries.stream().filter(entry -> !records.contains(nameOf(entry))).toList();
  }

  private String nameOf(Entry<?> entry) {
    return "%s-%d:%d by %s".formatted(entry.topic(), entry.partition(), entry.offset(), stage);
  }
}
