package com.alphapulse.riskbudget.domain;

/** Rules for free texts that people read: authors and reasons. */
public final class Texts {

  private Texts() {}

  /** Whether a text is short enough and shows all that it holds. */
  public static boolean isUsable(String text, int longest) {
    return text.length() <= longest && text.codePoints().noneMatch(Texts::isInvisible);
  }

  /** A text that {@link #isUsable}: without what does not show, and cut. */
  public static String mended(String text, int longest) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .filter(character -> !isInvisible(character))
        .takeWhile(character -> shown.length() + Character.charCount(character) <= longest)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /** Zero-width and bidirectional characters (Unicode category Cf): two texts may look the same. */
  static boolean isInvisible(int character) {
    return Character.getType(character) == Character.FORMAT;
  }
}
