package com.alphapulse.riskbudget.audit.outside.rule;

import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.audit.outside.record.Holding;
import com.alphapulse.riskbudget.audit.outside.record.Rounding;
import com.alphapulse.riskbudget.audit.outside.record.Texts;
import com.alphapulse.riskbudget.audit.outside.state.Facts;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Sizing;
import com.alphapulse.riskbudget.avro.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds one decision against the rules. An approval breaks none, at the quantity that was approved.
 * What a decision says is wrong with an order is what is wrong with it, at the quantity that was
 * asked for: nothing is made up, and nothing is left out.
 */
public final class DecisionCheck {
  /** Of several symbols that these hold for, the gate tells at least one. */
  private static final Set<Kind> ONE_OF_SEVERAL =
      EnumSet.of(
          Kind.NO_MARK,
          Kind.STALE_MARK,
          Kind.NO_RISK_MODEL,
          Kind.CURRENCY_MISMATCH,
          Kind.CURRENCY_UNKNOWN);

  private final Facts facts;
  private final OrderDecision decision;
  private final OrderIntent intent;
  private final Map<Kind, List<String>> findings = new EnumMap<>(Kind.class);

  public DecisionCheck(Facts facts, OrderDecision decision) {
    this.facts = facts;
    this.decision = decision;
    this.intent = facts.intent();
  }

  /** What is wrong, by kind. */
  public Map<Kind, List<String>> run() {
    List<Broken> atAsked = Rulebook.broken(facts, intent.getQuantity());
    told(atAsked);
    if (decision.getOutcome() == Outcome.APPROVED) {
      BigDecimal approved = decision.getApprovedQuantity();
      quantity(approved);
      if (decision.getReducing()) {
        reducing(approved);
      }
      boolean whole = approved.compareTo(intent.getQuantity()) == 0;
      for (Broken broken : whole ? atAsked : Rulebook.broken(facts, approved)) {
        if (broken.certain()) {
          find(broken.kind(), broken.detail());
        }
      }
    } else if (decision.getViolations().isEmpty()) {
      find(Kind.REJECTED_WITHOUT_GROUND, "no reason is told");
    }
    return findings;
  }

  private void quantity(BigDecimal approved) {
    int toAsked = approved.compareTo(intent.getQuantity());
    boolean mayBeCut = intent.getSizing() == Sizing.REDUCE_TO_FIT;
    if (toAsked > 0 || approved.signum() <= 0 || (toAsked < 0 && !mayBeCut)) {
      find(
          Kind.MORE_THAN_ASKED,
          "approved %s of %s".formatted(text(approved), text(intent.getQuantity())));
    }
  }

  /** An order that cuts risk leaves the worst case as it is or lower, on either side of zero. */
  private void reducing(BigDecimal approved) {
    Holding before = facts.ofPortfolio();
    Holding after = before.plusPending(intent.getSide(), approved);
    if (after.worst().compareTo(before.worst()) > 0) {
      find(
          Kind.NOT_REDUCING,
          "worst-case position %s after %s".formatted(text(after.worst()), text(before.worst())));
    }
    for (Holding held : List.of(before, facts.ofStrategy())) {
      if (!held.isCutBy(intent.getSide(), approved)) {
        BigDecimal filled =
            held.plusPending(intent.getSide(), approved).ifAllFills(intent.getSide());
        find(
            Kind.NOT_REDUCING,
            "position %s can become %s".formatted(text(held.position()), text(filled)));
      }
    }
  }

  /** What a decision says is wrong with an order is what is wrong with it. */
  private void told(List<Broken> broken) {
    Map<Kind, Set<String>> told = new TreeMap<>();
    for (Violation violation : decision.getViolations()) {
      Optional<Kind> kind = Kind.ofReason(violation.getReason());
      if (kind.isEmpty()) {
        find(Kind.REASON_UNKNOWN, violation.getReason());
        continue;
      }
      String scopeId = scopeId(kind.get(), violation.getScopeId());
      told.computeIfAbsent(kind.get(), k -> new TreeSet<>()).add(scopeId);
      List<Broken> right =
          broken.stream()
              .filter(b -> b.kind() == kind.get() && b.scopeId().equals(scopeId))
              .toList();
      if (right.isEmpty()) {
        find(
            Kind.REJECTED_WITHOUT_GROUND,
            "%s does not hold%s".formatted(kind.get(), scopeId.isEmpty() ? "" : " for " + scopeId));
      } else if (right.stream().noneMatch(b -> tells(violation, b))) {
        find(
            Kind.VIOLATION_DIFFERS,
            "%s of %s: %s over %s, and %s"
                .formatted(
                    kind.get(),
                    scopeId,
                    text(violation.getObserved()),
                    text(violation.getLimit()),
                    right.get(0).detail()));
      }
    }
    broken.stream()
        .collect(
            Collectors.groupingBy(
                Broken::kind, () -> new EnumMap<>(Kind.class), Collectors.toList()))
        .forEach((kind, all) -> untold(kind, all, told.getOrDefault(kind, Set.of())));
  }

  private static boolean tells(Violation violation, Broken broken) {
    return broken
        .figures()
        .map(
            f ->
                is(violation.getObserved(), Rounding.up(f.observed()))
                    && is(violation.getLimit(), Rounding.down(f.limit())))
        .orElse(true);
  }

  private static boolean is(BigDecimal told, BigDecimal known) {
    return told != null && told.compareTo(known) == 0;
  }

  private void untold(Kind kind, List<Broken> broken, Set<String> told) {
    boolean oneWillDo = ONE_OF_SEVERAL.contains(kind) && !told.isEmpty();
    for (Broken one : broken) {
      boolean ofOrder = one.scopeId().equals(intent.getSymbol()) && kind != Kind.NO_RISK_MODEL;
      if (one.certain() && !told.contains(one.scopeId()) && (ofOrder || !oneWillDo)) {
        find(Kind.VIOLATION_NOT_TOLD, "%s: %s".formatted(kind, one.detail()));
      }
    }
  }

  /** The scope of a trading state is that of the override behind it. */
  private static String scopeId(Kind kind, String told) {
    return kind == Kind.HALTED || kind == Kind.REDUCE_ONLY ? "" : told;
  }

  private static String text(BigDecimal value) {
    return Texts.plain(value);
  }

  private void find(Kind kind, String detail) {
    findings.computeIfAbsent(kind, k -> new ArrayList<>()).add(detail);
  }
}
