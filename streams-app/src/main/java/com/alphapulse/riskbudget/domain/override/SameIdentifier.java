package com.alphapulse.riskbudget.domain.override;

import java.util.Comparator;

/**
 * An identifier is never used for something else. Where two overrides have the same one all the
 * same, the more restrictive stands, whichever came first, and the other is refused.
 */
public final class SameIdentifier {
  /**
   * What stops orders before what does not, whole portfolios before parts of them, HALT before
   * REDUCE_ONLY before caps, then the lower value and the later end. Where none of it tells, as
   * with two pins, neither is more restrictive and the first stands.
   */
  private static final Comparator<RiskOverrideSpec> RESTRICTION =
      Comparator.comparing((RiskOverrideSpec o) -> o.action().stopsOrders())
          .thenComparing(o -> o.scope().isWhole())
          .thenComparing(o -> rank(o.action()))
          .thenComparing(SameIdentifier::byValue)
          .thenComparing(o -> o.expiresAt().orElse(Long.MAX_VALUE));

  private final RiskOverrideSpec inForce;
  private final RiskOverrideSpec later;

  private SameIdentifier(RiskOverrideSpec inForce, RiskOverrideSpec later) {
    this.inForce = inForce;
    this.later = later;
  }

  /**
   * Two overrides with one identifier.
   *
   * @param later not a WITHDRAW, which is meant for the identifier
   */
  public static SameIdentifier of(RiskOverrideSpec inForce, RiskOverrideSpec later) {
    return new SameIdentifier(inForce, later);
  }

  /** Whether the later one says something else; a repeat, or an approval, may say it otherwise. */
  public boolean isConflict() {
    return !(inForce.action() == later.action()
        && inForce.scope().isWhole() == later.scope().isWhole()
        && (inForce.scope().isWhole() || inForce.scope() == later.scope())
        && inForce.scopeId().equals(later.scopeId())
        && inForce.value().isPresent() == later.value().isPresent()
        && (inForce.value().isEmpty()
            || inForce.value().get().compareTo(later.value().orElseThrow()) == 0)
        && inForce.regime().equals(later.regime())
        && inForce.orderId().equals(later.orderId())
        && inForce.expiresAt().equals(later.expiresAt()));
  }

  /** Whether the later one stands, since it is the more restrictive. */
  public boolean laterStands() {
    return RESTRICTION.compare(later, inForce) > 0;
  }

  /** What becomes of both, as the end of a sentence about the one that does not stand. */
  public String refusal() {
    return "it is %s, and its identifier is that of %s, which %s"
        .formatted(
            described(refused()),
            described(laterStands() ? later : inForce),
            laterStands() ? "is more restrictive and took its place" : "stays in force");
  }

  /** The one that does not stand. */
  public RiskOverrideSpec refused() {
    return laterStands() ? inForce : later;
  }

  /** What an override is, and whose. */
  public static String described(RiskOverrideSpec override) {
    return "%s%s of %s by %s"
        .formatted(
            override.action(),
            override
                .value()
                .map(value -> " " + value.stripTrailingZeros().toPlainString())
                .orElse(""),
            override.scope().isWhole()
                ? override.isForAll() ? "all portfolios" : "portfolio " + override.portfolioId()
                : override.scope() + " " + override.scopeId(),
            override.author());
  }

  private static int byValue(RiskOverrideSpec a, RiskOverrideSpec b) {
    return a.value().isPresent() && b.value().isPresent()
        ? b.value().get().compareTo(a.value().get())
        : 0;
  }

  private static int rank(OverrideAction action) {
    return switch (action) {
      case HALT -> 6;
      case REDUCE_ONLY -> 5;
      case CAP_LEVERAGE -> 4;
      case CAP_POSITION -> 3;
      case SCALE_BUDGET -> 2;
      case PIN_REGIME -> 1;
      case RESUME, RELEASE_RESERVATION, REBALANCE, WITHDRAW -> 0;
    };
  }
}
