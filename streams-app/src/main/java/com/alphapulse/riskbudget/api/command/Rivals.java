package com.alphapulse.riskbudget.api.command;

import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.domain.override.SameIdentifier;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Commands of one id: a repeat says the same once more, anything else is a rival. */
final class Rivals {

  private Rivals() {}

  /**
   * Whether both command the same, until the same time or for as long. When and with whose approval
   * is left out: a request that is sent again is made at another time.
   */
  static boolean isSame(RiskOverride a, RiskOverride b) {
    return (Objects.equals(a.getExpiresAt(), b.getExpiresAt()) || length(a).equals(length(b)))
        && timeless(a).equals(timeless(b));
  }

  /**
   * What a person is told whose command does not stand beside one of the same id.
   *
   * @param first which of both is on the topic first
   * @return empty where the command stands, or says the same
   */
  @SuppressWarnings("ReferenceEquality") // Which of two records it is, not what it says.
  static Optional<String> lost(RiskOverride command, RiskOverride first, RiskOverride later) {
    SameIdentifier both = SameIdentifier.of(spec(first), spec(later));
    boolean stands = both.laterStands() == (command == later);
    return both.isConflict() && !stands
        ? Optional.of(
            "Override %s does not stand: %s.".formatted(command.getOverrideId(), both.refusal()))
        : Optional.empty();
  }

  /** Whether both say something else. */
  static boolean isConflict(RiskOverride a, RiskOverride b) {
    return SameIdentifier.of(spec(a), spec(b)).isConflict();
  }

  private static RiskOverrideSpec spec(RiskOverride override) {
    return ReferenceWire.override(override).orElseThrow();
  }

  private static Optional<Duration> length(RiskOverride override) {
    return Optional.ofNullable(override.getExpiresAt())
        .map(end -> Duration.between(override.getCreatedAt(), end));
  }

  private static RiskOverride timeless(RiskOverride override) {
    return RiskOverride.newBuilder(override)
        .setCreatedAt(Instant.EPOCH)
        .setExpiresAt(null)
        .setNeedsApproval(false)
        .setApprover(null)
        .build();
  }
}
