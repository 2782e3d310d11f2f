package com.alphapulse.riskbudget.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.runtime.Screen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final List<String> shown = new ArrayList<>();
  private long now;

  private ProgressBar bar() {
    return new ProgressBar(
        new Screen() {
          @Override
          public void line(String text) {
            throw new AssertionError("progress is no line that stays");
          }

          @Override
          public void progress(String text) {
            shown.add(text);
          }
        },
        () -> now);
  }

  @Test
  void shouldTellShareAndTimes_whenAQuarterIsDone() {
    ProgressBar bar = bar();
    now = 30_000_000_000L;
    bar.at(0.25, "2008-10-17");

    assertThat(shown)
        .containsExactly(
            "[" + "#".repeat(7) + "-".repeat(23) + "]  25 %  30 s, 1 min 30 s left  2008-10-17");
  }

  @Test
  void shouldTellNoTimeLeft_whenHardlyAnythingIsDone() {
    bar().at(0, "warm-up");

    assertThat(shown).containsExactly("[" + "-".repeat(30) + "]   0 %  0 s  warm-up");
  }

  @Test
  void shouldStayWithinTheBar_whenTheShareIsOutOfRange() {
    ProgressBar bar = bar();
    bar.at(1.5, "x");
    bar.at(-1, "x");

    assertThat(shown.get(0)).startsWith("[" + "#".repeat(30) + "] 100 %");
    assertThat(shown.get(1)).startsWith("[" + "-".repeat(30) + "]   0 %");
  }
}
