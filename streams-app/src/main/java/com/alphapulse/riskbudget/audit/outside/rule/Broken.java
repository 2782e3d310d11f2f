package com.alphapulse.riskbudget.audit.outside.rule;

import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.audit.outside.record.Texts;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A rule that an order breaks.
 *
 * @param kind named as the reason for which the gate must reject it
 * @param scopeId portfolio, strategy, symbol or order that the rule is about
 * @param certain whether it is broken by more than rounding
 * @param figures what was held against what, where there is such
 */
record Broken(
    Kind kind, String scopeId, String detail, boolean certain, Optional<Figures> figures) {

  /** A value and its limit. */
  record Figures(BigDecimal observed, BigDecimal limit) {}

  static Broken of(Kind kind, String scopeId, String detail) {
    return new Broken(kind, scopeId, detail, true, Optional.empty());
  }

  /** Broken unless it is by rounding. */
  static Broken of(Kind kind, String scopeId, String detail, boolean certain) {
    return new Broken(kind, scopeId, detail, certain, Optional.empty());
  }

  /** A value that is above its limit. */
  static Broken above(Kind kind, String scopeId, BigDecimal observed, BigDecimal limit) {
    return new Broken(
        kind,
        scopeId,
        "%s is above %s".formatted(Texts.plain(observed), Texts.plain(limit)),
        true,
        Optional.of(new Figures(observed, limit)));
  }

  /** An age, in milliseconds, that is above the largest. */
  static Broken tooOld(Kind kind, String scopeId, long age, long oldest) {
    return new Broken(
        kind,
        scopeId,
        "%d ms old, at most %d".formatted(age, oldest),
        true,
        Optional.of(new Figures(BigDecimal.valueOf(age), BigDecimal.valueOf(oldest))));
  }
}
