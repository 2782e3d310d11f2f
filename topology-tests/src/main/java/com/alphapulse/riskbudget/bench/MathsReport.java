package com.alphapulse.riskbudget.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures of the mathematics; the component names are the keys of the JSON report. */
record MathsReport(List<Figure> figures, Map<String, Object> machine) {

  /**
   * One operation.
   *
   * @param size assets, instruments or symbols
   * @param micros mean time of one operation, microseconds
   * @param bytes allocated by one operation
   * @param targetMicros null where there is none
   */
  record Figure(String operation, int size, double micros, long bytes, Double targetMicros) {}

  /** As text, each beside its target. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("  %-28s %6s %14s %12s %14s".formatted("", "N", "µs", "bytes", "target, µs"));
    for (Figure figure : figures) {
      String line =
          "  %-28s %6d %,14.2f %,12d"
              .formatted(figure.operation(), figure.size(), figure.micros(), figure.bytes());
      if (figure.targetMicros() != null) {
        boolean met = figure.micros() <= figure.targetMicros();
        line += " %,14.2f  %s".formatted(figure.targetMicros(), met ? "met" : "not met");
      }
      lines.add(line);
    }
    lines.add("");
    lines.add("  " + machine);
    return lines;
  }
}
