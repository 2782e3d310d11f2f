package com.alphapulse.riskbudget.topology.door;

import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.domain.Texts;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import com.alphapulse.riskbudget.topology.wire.EventTimes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Holds the fields of one record against {@link Bounds}; keeps the first that is beyond. */
final class Door {
  private String problem;

  /** An identifier that must be told. */
  Door identifier(String field, String value) {
    if (problem == null && !Identifiers.isUsable(value)) {
      problem =
          "its %s is empty, has more than %d characters or holds one that does not show"
              .formatted(field, Bounds.IDENTIFIER);
    }
    return this;
  }

  /** An identifier that may be null or empty. */
  Door optionalIdentifier(String field, String value) {
    if (problem == null && value != null && !Identifiers.isUsableOrBlank(value)) {
      problem =
          "its %s has more than %d characters or holds one that does not show"
              .formatted(field, Bounds.IDENTIFIER);
    }
    return this;
  }

  Door identifiers(String field, Collection<String> values, int most) {
    atMost(field, values.size(), most);
    if (problem == null) {
      values.forEach(value -> identifier(field, value));
    }
    return this;
  }

  /** A free text, which may be empty; null is none. */
  Door text(String field, String value) {
    return text(field, value, Bounds.TEXT);
  }

  /** The name of a person, which may be empty; null is none. */
  Door person(String field, String value) {
    return text(field, value, Bounds.PERSON);
  }

  private Door text(String field, String value, int longest) {
    if (problem == null && value != null && !Texts.isUsable(value, longest)) {
      problem =
          "its %s has more than %d characters or holds one that does not show"
              .formatted(field, longest);
    }
    return this;
  }

  /** A decimal; null is none. */
  Door number(String field, BigDecimal value) {
    if (problem == null && value != null && !Decimals.fits(value)) {
      problem = "its %s has more digits than the schema allows".formatted(field);
    }
    return this;
  }

  Door numbers(String field, Map<String, BigDecimal> values, int most) {
    identifiers(field, values.keySet(), most);
    if (problem == null) {
      values.values().forEach(value -> number(field, value));
    }
    return this;
  }

  /** A double; null is none. */
  Door finite(String field, Double value) {
    if (problem == null && value != null && !Double.isFinite(value)) {
      problem = "its %s is not finite".formatted(field);
    }
    return this;
  }

  Door finite(String field, Map<String, Double> values, int most) {
    identifiers(field, values.keySet(), most);
    if (problem == null) {
      values.values().forEach(value -> finite(field, value));
    }
    return this;
  }

  /** An event time that must not be ahead of the wall clock by more than clocks differ. */
  Door notAhead(String field, Instant time, long wallClock) {
    if (problem == null && EventTimes.isAhead(time.toEpochMilli(), wallClock)) {
      problem = "its %s is %s, which is ahead of the clock".formatted(field, time);
    }
    return this;
  }

  Door atMost(String field, int size, int most) {
    if (problem == null && size > most) {
      problem = "it has %d %s, and %d are allowed".formatted(size, field, most);
    }
    return this;
  }

  /** Whether everything so far is within its bounds. */
  boolean isOpen() {
    return problem == null;
  }

  /** The first breach, as the end of a sentence; empty if there was none. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }
}
