package com.alphapulse.riskbudget.audit.outside.record;

import java.math.BigDecimal;

/** How findings put things. */
public final class Texts {

  private Texts() {}

  /** How every difference of a field reads. */
  public static String told(String field, Object recorded, Object rebuilt) {
    return "%s: recorded %s, rebuilt %s".formatted(field, text(recorded), text(rebuilt));
  }

  private static String text(Object value) {
    return value == null ? "none" : value.toString();
  }

  /** A number without an exponent; null stays null. */
  public static String plain(BigDecimal value) {
    return value == null ? null : value.stripTrailingZeros().toPlainString();
  }
}
