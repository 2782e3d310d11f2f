package com.alphapulse.riskbudget.domain.limit;

import com.alphapulse.riskbudget.domain.Regime;

/** Where a limit comes from. Records carry its {@link #text}. */
public sealed interface LimitSource {

  /** The form in which records carry it; {@link #of} reads it back. */
  String text();

  /** The source that a record names; one that this version does not know is kept as it stands. */
  static LimitSource of(String text) {
    if (text.startsWith(ByOverride.PREFIX)) {
      return new ByOverride(text.substring(ByOverride.PREFIX.length()));
    }
    for (Regime regime : Regime.values()) {
      ByRegime source = new ByRegime(regime);
      if (source.text().equals(text)) {
        return source;
      }
    }
    for (Rule rule : Rule.values()) {
      if (rule.name().equals(text)) {
        return rule;
      }
    }
    return new Unknown(text);
  }

  /** Sources of which there is one. */
  enum Rule implements LimitSource {
    /** The allocation. */
    TARGET,
    /** The portfolio's definition. */
    HARD_LIMIT,
    /** The budget in force. */
    BUDGET,
    /** The configuration. */
    CONFIGURATION,
    /** The portfolio's or the instrument's definition. */
    REFERENCE_DATA,
    /** What the order itself says. */
    ORDER,
    /** Equity that is not above 0. */
    EQUITY,
    /** A symbol without a price above 0. */
    NO_PRICE,
    /** A symbol of which no bar has closed yet. */
    NO_BAR,
    /** A symbol whose currency is not known, or is not the portfolio's. */
    CURRENCY;

    @Override
    public String text() {
      return name();
    }
  }

  /** The leverage of a regime. */
  record ByRegime(Regime regime) implements LimitSource {
    @Override
    public String text() {
      return "REGIME:" + regime;
    }
  }

  /** An override. */
  record ByOverride(String overrideId) implements LimitSource {
    private static final String PREFIX = "OVERRIDE:";

    @Override
    public String text() {
      return PREFIX + overrideId;
    }
  }

  /** A source that a record names and this version does not know. */
  record Unknown(String text) implements LimitSource {}
}
