package com.alphapulse.riskbudget.config;

import java.time.Duration;

/**
 * Overrides by the API ({@code api.overrides}).
 *
 * @param maxDuration longest time in force, of event time, of what needs an expiry
 * @param approvalAbove share of a limit, 0 to 1
 */
public record OverrideSettings(Duration maxDuration, double approvalAbove) {

  static OverrideSettings read(ConfigNode node) {
    return new OverrideSettings(
        node.seconds(
            "max_duration",
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            "Longest time in force of an override that needs an expiry: all but HALT, REDUCE_ONLY, RESUME and RELEASE_RESERVATION."),
        node.number(
            "approval_above",
            0.5,
            0,
            1,
            "Where credentials are configured, an override that takes away more than this share of a limit needs a second person; 1 asks for none. What loosens always does."));
  }
}
