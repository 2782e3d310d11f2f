package com.alphapulse.riskbudget.api.command;

import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.avro.RiskOverride;

/** Writes commands to {@code risk-override}, the audit log. */
@FunctionalInterface
public interface CommandWriter {

  /**
   * Writes the command and waits until the brokers have it.
   *
   * @throws Problem 503 if they did not confirm it; it may have been written all the same
   */
  void write(RiskOverride override);
}
