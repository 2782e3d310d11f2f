package com.alphapulse.riskbudget.cli.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Columns of text, each as wide as its widest entry. */
final class Lines {
  /** Longest text of a cell; what is longer is cut, and ends in an ellipsis. */
  private static final int WIDEST = 48;

  private final List<List<String>> rows = new ArrayList<>();

  Lines row(String... cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(cell.length() > WIDEST ? cell.substring(0, WIDEST - 1) + "…" : cell);
    }
    rows.add(row);
    return this;
  }

  void print(PrintWriter out) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width =
            rows.stream()
                .filter(r -> r.size() > column)
                .mapToInt(r -> r.get(column).length())
                .max()
                .orElse(0);
        line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  /** A length of time in its largest unit, rounded down. */
  static String age(long seconds) {
    if (seconds < 120) {
      return seconds + " s";
    }
    Duration time = Duration.ofSeconds(seconds);
    if (time.toMinutes() < 120) {
      return time.toMinutes() + " min";
    }
    return time.toHours() < 48 ? time.toHours() + " h" : time.toDays() + " d";
  }

  /**
   * A text or number of the API, fit for a terminal: what would steer it or hide is shown as it is,
   * and no number in powers of ten.
   */
  static String text(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue().toPlainString();
    }
    StringBuilder safe = new StringBuilder();
    node.asText("")
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                safe.append("\\u%04x".formatted(c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return node.isMissingNode() || node.isNull() ? "-" : safe.toString();
  }
}
