package com.alphapulse.riskbudget.runtime;

/** Where a command that takes a while shows what it does. */
public interface Screen {

  /** Shows a line that stays. */
  void line(String text);

  /** Shows how far it is; the next call replaces the text where the terminal can do that. */
  void progress(String text);
}
