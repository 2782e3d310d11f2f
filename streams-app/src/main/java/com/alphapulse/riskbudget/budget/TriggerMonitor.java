package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.config.RiskBudgeting.Triggers;
import com.alphapulse.riskbudget.domain.TriggerType;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.TreeMap;

/**
 * Which triggers are armed. A trigger fires when its value rises above the threshold, and arms
 * again only when the value has fallen below the threshold less the hysteresis, or when it is told
 * to; so a value that stays above, or moves about the threshold, fires once. One that crosses
 * during the cool-down fires at its end if it is still above.
 */
final class TriggerMonitor {

  private record State(boolean armed, long firedAt) {}

  private static final State INITIAL = new State(true, Long.MIN_VALUE);

  private final TreeMap<String, State> states = new TreeMap<>();

  /**
   * Whether a measured trigger fires now.
   *
   * @param scopeId strategy concerned; empty for the portfolio
   */
  boolean above(
      TriggerType type,
      String scopeId,
      double observed,
      double threshold,
      long now,
      Triggers settings) {
    String key = type + ":" + scopeId;
    State state = states.getOrDefault(key, INITIAL);
    if (!state.armed()) {
      if (observed < threshold * (1 - settings.hysteresis())) {
        states.put(key, new State(true, state.firedAt()));
      }
      return false;
    }
    if (!(observed > threshold) || cooling(state, now, settings)) {
      return false;
    }
    states.put(key, new State(false, now));
    return true;
  }

  /** Arms a trigger again; the cool-down goes on. */
  void rearm(TriggerType type) {
    String key = type + ":";
    State state = states.get(key);
    if (state != null) {
      states.put(key, new State(true, state.firedAt()));
    }
  }

  /** Whether an event fires now; an urgent one does not wait for the cool-down. */
  boolean event(TriggerType type, boolean urgent, long now, Triggers settings) {
    State state = states.getOrDefault(type + ":", INITIAL);
    if (!urgent && cooling(state, now, settings)) {
      return false;
    }
    states.put(type + ":", new State(true, now));
    return true;
  }

  TriggerMonitor copy() {
    TriggerMonitor copy = new TriggerMonitor();
    copy.states.putAll(states);
    return copy;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(states.size());
    for (var state : states.entrySet()) {
      StateIo.writeText(out, state.getKey());
      out.writeBoolean(state.getValue().armed());
      out.writeLong(state.getValue().firedAt());
    }
  }

  static TriggerMonitor readFrom(DataInput in) throws IOException {
    TriggerMonitor monitor = new TriggerMonitor();
    for (int count = in.readInt(); count > 0; count--) {
      monitor.states.put(StateIo.readText(in), new State(in.readBoolean(), in.readLong()));
    }
    return monitor;
  }

  private static boolean cooling(State state, long now, Triggers settings) {
    return state.firedAt() != Long.MIN_VALUE
        && now - state.firedAt() < settings.coolDown().toMillis();
  }
}
