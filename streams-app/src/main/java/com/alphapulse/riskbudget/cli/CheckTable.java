package com.alphapulse.riskbudget.cli;

import static java.util.stream.Collectors.joining;

import com.alphapulse.riskbudget.domain.Numbers;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.check.Checks;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Every check of the gate on one order, the passed ones too, with what was observed and allowed.
 */
final class CheckTable {

  private CheckTable() {}

  /** One line for each check, two and more where it is broken. */
  static List<String> lines(Proposal proposal) {
    List<String> lines = new ArrayList<>();
    Checks.ALWAYS.forEach(check -> line(check, proposal, true, lines));
    boolean applies = !proposal.isReducing();
    Checks.UNLESS_REDUCING.forEach(check -> line(check, proposal, applies, lines));
    return lines;
  }

  private static void line(Check check, Proposal proposal, boolean applies, List<String> lines) {
    Findings findings = new Findings(proposal.order());
    if (applies) {
      check.examine(proposal, findings);
    }
    boolean passes = findings.violations().isEmpty();
    lines.add(
        "check     %-20s %-7s %s"
            .formatted(
                words(check.getClass().getSimpleName()),
                applies ? passes ? "passes" : "BROKEN" : "skipped",
                check.figures(proposal).stream().map(CheckTable::text).collect(joining("; "))));
    for (Violation violation : findings.violations()) {
      lines.add(
          "          %s (%s %s, limit from %s): %s"
              .formatted(
                  violation.reason(),
                  violation.scope(),
                  violation.scopeId(),
                  violation.source().text(),
                  violation.message()));
      lines.add("          " + violation.reason().remedy());
    }
  }

  /** {@code PositionLimit} as {@code position limit}. */
  private static String words(String name) {
    return name.replaceAll("(?<!^)([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private static String text(Figure figure) {
    String observed = figure.observed().map(o -> amount(o, figure.unit())).orElse("unknown");
    String value = figure.subject().isEmpty() ? observed : figure.subject() + ": " + observed;
    String limit = figure.limit().map(l -> amount(l.value(), figure.unit())).orElse("");
    String source =
        figure.limit().map(Limit::source).map(s -> " (%s)".formatted(s.text())).orElse("");
    return switch (figure.unit()) {
      case NONE -> figure.subject();
      case MILLISECONDS_OLD -> "%s old, at most %s".formatted(value, limit);
      case MILLISECONDS_AHEAD -> "%s ahead, at most %s".formatted(value, limit);
      default ->
          switch (figure.relation()) {
            case AT_MOST ->
                limit.isEmpty() ? value + ", no limit" : value + " of at most " + limit + source;
            case ABOVE -> value + ", must be above " + limit;
            case MULTIPLE_OF -> limit.isEmpty() ? value : value + " in steps of " + limit;
          };
    };
  }

  private static String amount(BigDecimal value, Figure.Unit unit) {
    return switch (unit) {
      case MILLISECONDS_OLD, MILLISECONDS_AHEAD ->
          duration(Duration.ofMillis(value.max(BigDecimal.ZERO).longValue()));
      default -> Numbers.plain(value);
    };
  }

  /** A length of time in the unit that fits. */
  static String duration(Duration length) {
    return length.toDays() > 0
        ? "%d d %d h".formatted(length.toDays(), length.toHoursPart())
        : length.toSeconds() > 0 ? length.toSeconds() + " s" : length.toMillis() + " ms";
  }
}
