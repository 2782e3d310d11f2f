package com.alphapulse.riskbudget.backtest.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** Stacked areas over days, one for each symbol: above 0 upwards, below 0 downwards. */
final class SvgAreas {
  /** Areas that can still be told apart; the smaller ones are drawn as one. */
  private static final int AREAS = 12;

  /** Days drawn at most. */
  private static final int POINTS = 480;

  private final List<LocalDate> dates;
  private final List<String> names = new ArrayList<>();
  private final List<String> colours = new ArrayList<>();
  private final List<double[]> values = new ArrayList<>();

  /**
   * Areas of some symbols.
   *
   * @param byDay day × symbol, all finite
   */
  SvgAreas(List<LocalDate> dates, List<String> symbols, double[][] byDay) {
    this.dates = dates;
    double[] sizes = new double[symbols.size()];
    for (double[] day : byDay) {
      Arrays.setAll(sizes, s -> sizes[s] + Math.abs(day[s]));
    }
    List<Integer> bySize =
        IntStream.range(0, sizes.length)
            .boxed()
            .sorted(Comparator.comparingDouble(s -> -sizes[s]))
            .toList();
    int single = sizes.length <= AREAS ? sizes.length : AREAS - 1;
    for (int s : bySize.subList(0, single).stream().sorted().toList()) {
      names.add(symbols.get(s));
      colours.add(colour(s));
      values.add(Arrays.stream(byDay).mapToDouble(day -> day[s]).toArray());
    }
    List<Integer> rest = bySize.subList(single, sizes.length);
    if (!rest.isEmpty()) {
      names.add("others");
      colours.add("#c3cad2");
      values.add(
          Arrays.stream(byDay)
              .mapToDouble(day -> rest.stream().mapToDouble(s -> day[s]).sum())
              .toArray());
    }
  }

  /**
   * The figure: a key, then the drawing.
   *
   * @param label writes a value at the axis
   */
  String draw(String title, DoubleFunction<String> label) {
    int days = dates.size();
    double[] above = new double[days];
    double[] below = new double[days];
    for (double[] each : values) {
      for (int i = 0; i < days; i++) {
        above[i] += Math.max(0, each[i]);
        below[i] += Math.min(0, each[i]);
      }
    }
    SvgPlot plot =
        new SvgPlot(
            title,
            dates,
            Scale.linear(
                Arrays.stream(below).min().orElse(0), Arrays.stream(above).max().orElse(0)),
            label);
    Arrays.fill(above, 0);
    Arrays.fill(below, 0);
    StringBuilder key = new StringBuilder("<p class=\"key\">");
    for (int a = 0; a < values.size(); a++) {
      String colour = colours.get(a);
      key.append(SvgPlot.keyOf(names.get(a), colour));
      plot.add("<path fill=\"%s\" d=\"%s\"/>", colour, area(plot, values.get(a), above, below));
    }
    return key + "</p>" + plot.finish();
  }

  /** The outline of an area on what is stacked already, to which it is added. */
  private String area(SvgPlot plot, double[] area, double[] above, double[] below) {
    List<String> edge = new ArrayList<>();
    List<String> back = new ArrayList<>();
    int stride = Math.max(1, area.length / POINTS);
    for (int i = 0; i < area.length; i++) {
      double[] stack = area[i] < 0 ? below : above;
      if (i % stride == 0) {
        back.add(0, plot.point(i, stack[i]));
        edge.add(plot.point(i, stack[i] + area[i]));
      }
      stack[i] += area[i];
    }
    return "M" + String.join("L", edge) + "L" + String.join("L", back) + "Z";
  }

  /** The same for a symbol in every drawing. */
  private static String colour(int symbol) {
    return String.format(
        Locale.ROOT, "hsl(%d,%d%%,%d%%)", symbol * 137 % 360, 55, symbol % 2 == 0 ? 48 : 66);
  }
}
