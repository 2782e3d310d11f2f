package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.outside.record.OutsideOverride;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.RiskAlert;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Overrides that had expired when they arrived. The gate judges that by its clock at the arrival,
 * which no record tells: it lies between the decisions before and after. Where that decides it, it
 * is decided here; where it does not, the gate's alert is believed.
 */
public final class LateOverrides {
  private static final String ALERT = "BAD_OVERRIDE";
  private static final String REASON = "by the gate: it had expired";

  private final Set<String> alerted = new HashSet<>();

  public LateOverrides(List<Entry<RiskAlert>> alerts) {
    for (Entry<RiskAlert> alert : alerts) {
      if (alert.value().getType().equals(ALERT)
          && alert.value().getScopeId() != null
          && alert.value().getMessage().contains(REASON)) {
        alerted.add(alert.value().getScopeId());
      }
    }
  }

  /**
   * Whether the gate did not take an override in.
   *
   * @param from the clock at its arrival at the earliest, milliseconds
   * @param to the same at the latest
   */
  public boolean wasRefused(OutsideOverride override, long from, long to) {
    return override.action() != OverrideAction.WITHDRAW
        && (!override.isInForceAt(from)
            || (!override.isInForceAt(to) && alerted.contains(override.id())));
  }
}
