package com.alphapulse.riskbudget.backtest;

import com.alphapulse.riskbudget.domain.Regime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A line chart over days as inline SVG, with the regimes as bands behind it. */
final class SvgChart {
  static final String[] COLOURS = {"#5b6b7d", "#0b66c3", "#c77700", "#7a3ea8"};

  private static final int WIDTH = 960;
  private static final int HEIGHT = 240;
  private static final int LEFT = 46;
  private static final int BOTTOM = 22;

  /** Points drawn at most; more would not be seen. */
  private static final int POINTS = 1200;

  private final List<LocalDate> dates;
  private final Regime[] regimes;
  private final boolean logarithmic;
  private final Map<String, double[]> lines = new LinkedHashMap<>();

  SvgChart(List<LocalDate> dates, Regime[] regimes, boolean logarithmic) {
    this.dates = dates;
    this.regimes = regimes;
    this.logarithmic = logarithmic;
  }

  SvgChart line(String name, double[] values) {
    lines.put(name, values);
    return this;
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

  /** The figure: a key, then the drawing. */
  String draw(String label) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] values : lines.values()) {
      for (double value : values) {
        low = Math.min(low, height(value));
        high = Math.max(high, height(value));
      }
    }
    high = high > low ? high : low + 1;
    StringBuilder svg = new StringBuilder("<p class=\"key\">");
    int colour = 0;
    for (String name : lines.keySet()) {
      svg.append(
          "<span><b style=\"color:%s\">&#9632;</b> %s</span>"
              .formatted(COLOURS[colour++ % COLOURS.length], HtmlReport.escaped(name)));
    }
    svg.append(
        "</p><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, HtmlReport.escaped(label)));
    bands(svg);
    axes(svg, low, high);
    colour = 0;
    for (double[] values : lines.values()) {
      svg.append(
          "<path fill=\"none\" stroke-width=\"1.4\" stroke=\"%s\" d=\"%s\"/>"
              .formatted(COLOURS[colour++ % COLOURS.length], path(values, low, high)));
    }
    return svg.append("</svg>").toString();
  }

  private void bands(StringBuilder svg) {
    int from = 0;
    for (int i = 1; i <= regimes.length; i++) {
      if (i == regimes.length || regimes[i] != regimes[from]) {
        svg.append(
            format(
                "<rect x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                x(from), x(i) - x(from), HEIGHT - BOTTOM, colourOf(regimes[from])));
        from = i;
      }
    }
  }

  private void axes(StringBuilder svg, double low, double high) {
    for (int i = 0; i <= 4; i++) {
      double at = low + (high - low) * i / 4;
      svg.append(
          format(
              "<text x=\"2\" y=\"%.1f\">%.2f</text>",
              Math.max(10, y(at, low, high)), logarithmic ? Math.exp(at) : at));
    }
    int step = Math.max(1, (dates.get(dates.size() - 1).getYear() - dates.get(0).getYear()) / 10);
    for (int i = 1; i < dates.size(); i++) {
      int year = dates.get(i).getYear();
      if (year != dates.get(i - 1).getYear() && year % step == 0) {
        svg.append(format("<text x=\"%.1f\" y=\"%d\">%d</text>", x(i), HEIGHT - 6, year));
      }
    }
  }

  private String path(double[] values, double low, double high) {
    List<String> points = new ArrayList<>();
    int stride = Math.max(1, values.length / POINTS);
    for (int i = 0; i < values.length; i += stride) {
      points.add(format("%.1f,%.1f", x(i), y(height(values[i]), low, high)));
    }
    return "M" + String.join("L", points);
  }

  private double height(double value) {
    return logarithmic ? Math.log(Math.max(value, 1e-9)) : value;
  }

  private double x(int day) {
    return LEFT + (double) (WIDTH - LEFT) * day / Math.max(1, dates.size());
  }

  private static double y(double value, double low, double high) {
    return (HEIGHT - BOTTOM) * (1 - (value - low) / (high - low));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
