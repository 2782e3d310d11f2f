package com.alphapulse.riskbudget.observability;

/** Why the market stage left a record out. */
public enum SkipReason {
  /** It was read before: at or below the cursor. */
  READ_BEFORE,
  /** A price that jumps and waits for a second one. */
  HELD,
  /** Beyond its bounds, without sense, ahead of the clock or in the wrong place; an alert tells. */
  REFUSED
}
