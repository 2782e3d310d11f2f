package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.runtime.Screen;
import java.io.PrintWriter;

/**
 * Shows progress on standard output: rewritten in place on a terminal, as a line every few seconds
 * elsewhere.
 */
final class TerminalScreen implements Screen {
  private static final long REWRITE_NANOS = 100_000_000L;
  private static final long LINE_NANOS = 5_000_000_000L;

  /** Wider than this, a rewritten line would wrap and stay. */
  private static final int WIDTH = 160;

  private final PrintWriter out;
  private final boolean rewrite;
  private long shownAt = System.nanoTime() - LINE_NANOS;
  private int lengthOnScreen;

  /**
   * @param rewrite whether the terminal can go back to the start of a line
   */
  TerminalScreen(PrintWriter out, boolean rewrite) {
    this.out = out;
    this.rewrite = rewrite;
  }

  @Override
  public synchronized void line(String text) {
    if (lengthOnScreen > 0) {
      out.println();
      lengthOnScreen = 0;
    }
    out.println(text);
    out.flush();
  }

  @Override
  public synchronized void progress(String text) {
    long now = System.nanoTime();
    if (now - shownAt < (rewrite ? REWRITE_NANOS : LINE_NANOS)) {
      return;
    }
    shownAt = now;
    if (!rewrite) {
      line(text);
      return;
    }
    String shown = text.length() <= WIDTH ? text : text.substring(0, WIDTH);
    out.print("\r" + shown + " ".repeat(Math.max(0, lengthOnScreen - shown.length())));
    out.flush();
    lengthOnScreen = shown.length();
  }
}
