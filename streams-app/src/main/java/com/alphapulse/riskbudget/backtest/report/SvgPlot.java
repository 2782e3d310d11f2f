package com.alphapulse.riskbudget.backtest.report;

import com.alphapulse.riskbudget.domain.Regime;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** The frame of a drawing over days as inline SVG: scales, axes, and the regimes behind it. */
final class SvgPlot {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 240;
  private static final int LEFT = 58;
  private static final int TOP = 8;
  private static final int BOTTOM = 22;

  private final List<LocalDate> dates;
  private final DoubleFunction<String> label;
  private final Scale scale;
  private final StringBuilder svg = new StringBuilder();

  /**
   * An empty drawing.
   *
   * @param label writes a value at the axis
   */
  SvgPlot(String title, List<LocalDate> dates, Scale scale, DoubleFunction<String> label) {
    this.dates = dates;
    this.scale = scale;
    this.label = label;
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, HtmlTables.escaped(title)));
  }

  static String colourOf(Regime regime) {
    return switch (regime) {
      case BULL -> "#e3f3e6";
      case RECOVERY -> "#e4f0fb";
      case SIDEWAYS -> "#f6f6f2";
      case BEAR -> "#fdebd3";
      case CRISIS -> "#f9d6d6";
    };
  }

  /** A name and the square of its colour, for the key above a drawing. */
  static String keyOf(String name, String colour) {
    return "<span><b style=\"color:%s\">&#9632;</b> %s</span> "
        .formatted(colour, HtmlTables.escaped(name));
  }

  void bands(Regime[] regimes) {
    int from = 0;
    for (int i = 1; i <= regimes.length; i++) {
      if (i == regimes.length || regimes[i] != regimes[from]) {
        svg.append(
            format(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                x(from), TOP, x(i) - x(from), HEIGHT - BOTTOM - TOP, colourOf(regimes[from])));
        from = i;
      }
    }
  }

  /** Adds an element. */
  void add(String pattern, Object... values) {
    svg.append(format(pattern, values));
  }

  double x(int day) {
    return LEFT + (double) (WIDTH - LEFT) * day / Math.max(1, dates.size());
  }

  double y(double value) {
    return TOP
        + (HEIGHT - BOTTOM - TOP) * (1 - (value - scale.low()) / (scale.high() - scale.low()));
  }

  String point(int day, double value) {
    return tenths(x(day)) + "," + tenths(y(value));
  }

  /** The drawing with its axes. */
  String finish() {
    for (double at : scale.marks()) {
      add(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT, WIDTH, y(at), y(at), LEFT - 6, y(at) + 4, HtmlTables.escaped(label.apply(at)));
    }
    int step = Math.max(1, (dates.get(dates.size() - 1).getYear() - dates.get(0).getYear()) / 10);
    for (int i = 1; i < dates.size(); i++) {
      int year = dates.get(i).getYear();
      if (year != dates.get(i - 1).getYear() && year % step == 0 && x(i) < WIDTH - 30) {
        add("<text x=\"%.1f\" y=\"%d\">%d</text>", x(i), HEIGHT - 6, year);
      }
    }
    return svg + "</svg>";
  }

  /** With one decimal; a general formatter would take a tenth of the time of a whole backtest. */
  private static String tenths(double value) {
    return Double.toString(Math.round(value * 10) / 10.0);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
