package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.runtime.Screen;
import java.util.function.LongSupplier;

/** Long work as a bar with the share done, the time taken and the time left. */
final class ProgressBar {
  private static final int CELLS = 30;

  /** Below this there is too little to tell the time left from. */
  private static final double SHARE_FOR_ESTIMATE = 0.02;

  private final Screen screen;
  private final LongSupplier clock;
  private final long startedAt;

  /**
   * A bar of work that begins now.
   *
   * @param clock nanoseconds
   */
  ProgressBar(Screen screen, LongSupplier clock) {
    this.screen = screen;
    this.clock = clock;
    this.startedAt = clock.getAsLong();
  }

  /**
   * Shows how far the work is.
   *
   * @param share done, 0 to 1
   * @param what is at hand
   */
  void at(double share, String what) {
    double done = Math.min(1, Math.max(0, share));
    double seconds = (clock.getAsLong() - startedAt) / 1e9;
    int filled = (int) (done * CELLS);
    String left =
        done < SHARE_FOR_ESTIMATE ? "" : ", %s left".formatted(time(seconds * (1 - done) / done));
    screen.progress(
        "[%s%s] %3d %%  %s%s  %s"
            .formatted(
                "#".repeat(filled),
                "-".repeat(CELLS - filled),
                (int) (done * 100),
                time(seconds),
                left,
                what));
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : "%d min %02d s".formatted(whole / 60, whole % 60);
  }
}
