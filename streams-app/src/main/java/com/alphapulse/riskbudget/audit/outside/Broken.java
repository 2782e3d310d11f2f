package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.audit.outside.Finding.Kind;

/**
 * A rule that an order breaks.
 *
 * @param kind named as the reason for which the gate must reject it
 * @param scopeId portfolio, strategy, symbol or order that the rule is about
 * @param certain whether it is broken by more than rounding
 */
record Broken(Kind kind, String scopeId, String detail, boolean certain) {

  static Broken of(Kind kind, String scopeId, String detail) {
    return new Broken(kind, scopeId, detail, true);
  }
}
