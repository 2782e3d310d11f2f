package com.alphapulse.riskbudget.audit.outside.record;

import java.util.regex.Pattern;

/** What may be the id of an order, a portfolio, a strategy, a symbol or an execution. */
public final class Identifier {
  private static final int LONGEST = 128;
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}]");
  private static final String CUT = "…";

  private Identifier() {}

  /** Whether it is not blank, not too long, and whether all of it shows. */
  public static boolean isUsable(String id) {
    return !id.isBlank() && isUsableOrBlank(id);
  }

  /** The same of one that need not be told. */
  static boolean isUsableOrBlank(String id) {
    return id.length() <= LONGEST && !HIDDEN.matcher(id).find();
  }

  /** As an answer repeats it: what is too long is cut, and stays too long. */
  public static String cut(String id) {
    if (id.length() <= LONGEST) {
      return id;
    }
    boolean half = Character.isHighSurrogate(id.charAt(LONGEST - 1));
    return half ? id.substring(0, LONGEST - 1) + CUT + CUT : id.substring(0, LONGEST) + CUT;
  }
}
