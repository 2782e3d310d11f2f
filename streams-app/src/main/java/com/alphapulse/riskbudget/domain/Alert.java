package com.alphapulse.riskbudget.domain;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something that a person should look at.
 *
 * @param scopeId strategy, symbol or order concerned, where there is one
 * @param message what happened, where, and what to do
 * @param asOf event time, milliseconds
 */
public record Alert(
    AlertType type,
    Severity severity,
    Optional<String> scopeId,
    String message,
    OptionalDouble observed,
    OptionalDouble threshold,
    long asOf) {

  /** An alert without a value held against a threshold. */
  public static Alert of(
      AlertType type, Severity severity, String scopeId, String message, long asOf) {
    return new Alert(
        type,
        severity,
        Optional.of(scopeId),
        message,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        asOf);
  }
}
