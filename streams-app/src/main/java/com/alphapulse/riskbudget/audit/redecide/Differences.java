package com.alphapulse.riskbudget.audit.redecide;

import com.alphapulse.riskbudget.audit.outside.record.Rounding;
import com.alphapulse.riskbudget.audit.outside.record.Texts;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Violation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a recorded decision says otherwise than the one that was taken again. */
final class Differences {
  private final List<String> found = new ArrayList<>();

  private Differences() {}

  /** Field by field; the texts of violations and the wall clock are left out. */
  static List<String> between(OrderDecision recorded, Decision again) {
    Differences differences = new Differences();
    differences.compare(
        "outcome", recorded.getOutcome(), again.approved() ? Outcome.APPROVED : Outcome.REJECTED);
    differences.decimal(
        "approved quantity",
        recorded.getApprovedQuantity(),
        Optional.of(Rounding.down(again.approvedQuantity())));
    differences.compare("reducing", recorded.getReducing(), again.reducing());
    differences.decimal(
        "largest quantity",
        recorded.getLargestQuantity(),
        again.largestQuantity().map(Rounding::down));
    differences.compare("as of", recorded.getAsOf(), Instant.ofEpochMilli(again.asOf()));
    differences.compare(
        "volatility",
        recorded.getInputs().getVolatility(),
        again.inputs().volatility().isPresent() ? again.inputs().volatility().getAsDouble() : null);
    differences.violations(recorded.getViolations(), again.violations());
    return differences.found;
  }

  private void violations(
      List<com.alphapulse.riskbudget.avro.Violation> recorded, List<Violation> again) {
    List<String> reasons =
        recorded.stream().map(com.alphapulse.riskbudget.avro.Violation::getReason).toList();
    List<String> reasonsAgain = again.stream().map(v -> v.reason().name()).toList();
    if (!reasons.equals(reasonsAgain)) {
      compare("violations", reasons, reasonsAgain);
      return;
    }
    for (int i = 0; i < recorded.size(); i++) {
      violation(recorded.get(i), again.get(i));
    }
  }

  private void violation(com.alphapulse.riskbudget.avro.Violation recorded, Violation again) {
    String of = " of " + recorded.getReason();
    compare("scope" + of, recorded.getScope(), again.scope().name());
    compare("scope id" + of, recorded.getScopeId(), again.scopeId());
    compare("limit's source" + of, recorded.getBoundBy(), again.source().text());
    decimal("observed" + of, recorded.getObserved(), again.observed().map(Rounding::up));
    decimal("limit" + of, recorded.getLimit(), again.limit().map(Rounding::down));
    decimal(
        "largest quantity" + of,
        recorded.getLargestQuantity(),
        again.largestQuantity().map(Rounding::down));
  }

  private void decimal(String field, BigDecimal recorded, Optional<BigDecimal> again) {
    boolean same =
        recorded == null
            ? again.isEmpty()
            : again.isPresent() && recorded.compareTo(again.get()) == 0;
    if (!same) {
      found.add(Texts.told(field, Texts.plain(recorded), Texts.plain(again.orElse(null))));
    }
  }

  private void compare(String field, Object recorded, Object again) {
    if (!Objects.equals(recorded, again)) {
      found.add(Texts.told(field, recorded, again));
    }
  }
}
