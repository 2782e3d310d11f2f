package com.alphapulse.riskbudget.backtest.report;

import com.alphapulse.riskbudget.domain.Regime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/** A line chart over days, with the regimes as bands behind it. */
final class SvgChart {
  private static final String[] COLOURS = {"#5b6b7d", "#0b66c3", "#c77700", "#7a3ea8", "#20a39e"};

  /** Points drawn at most; more would not be seen. */
  private static final int POINTS = 1200;

  private final List<LocalDate> dates;
  private final Regime[] regimes;
  private final boolean logarithmic;
  private final DoubleFunction<String> label;
  private final Map<String, double[]> lines = new LinkedHashMap<>();

  /**
   * A chart without lines.
   *
   * @param label writes a value at the axis
   */
  SvgChart(
      List<LocalDate> dates, Regime[] regimes, boolean logarithmic, DoubleFunction<String> label) {
    this.dates = dates;
    this.regimes = regimes;
    this.logarithmic = logarithmic;
    this.label = label;
  }

  static String times(double value) {
    return rounded(value) + " ×";
  }

  static String percent(double fraction) {
    return rounded(100 * fraction) + " %";
  }

  SvgChart line(String name, double[] values) {
    lines.put(name, values);
    return this;
  }

  /** The figure: a key, then the drawing. */
  String draw(String title) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] values : lines.values()) {
      for (double value : values) {
        low = Math.min(low, height(value));
        high = Math.max(high, height(value));
      }
    }
    Scale scale = logarithmic ? Scale.logarithmic(low, high) : Scale.linear(low, high);
    SvgPlot plot =
        new SvgPlot(title, dates, scale, at -> label.apply(logarithmic ? Math.exp(at) : at));
    plot.bands(regimes);
    StringBuilder key = new StringBuilder("<p class=\"key\">");
    int next = 0;
    for (Map.Entry<String, double[]> line : lines.entrySet()) {
      String colour = COLOURS[next++ % COLOURS.length];
      key.append(SvgPlot.keyOf(line.getKey(), colour));
      plot.add(
          "<path fill=\"none\" stroke-width=\"1.4\" stroke=\"%s\" d=\"%s\"/>",
          colour, path(plot, line.getValue()));
    }
    return key + "</p>" + plot.finish();
  }

  private String path(SvgPlot plot, double[] values) {
    List<String> points = new ArrayList<>();
    int stride = Math.max(1, values.length / POINTS);
    for (int i = 0; i < values.length; i += stride) {
      points.add(plot.point(i, height(values[i])));
    }
    return "M" + String.join("L", points);
  }

  private double height(double value) {
    return logarithmic ? Math.log(Math.max(value, 1e-9)) : value;
  }

  private static String rounded(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
    return rounded.stripTrailingZeros().toPlainString();
  }
}
