package com.alphapulse.riskbudget.gate;

/** One rule of the gate, or a few that belong together. Without state. */
@FunctionalInterface
public interface Check {

  /** Adds to {@code findings} whatever the proposal breaks; never throws for a bad proposal. */
  void examine(Proposal proposal, Findings findings);
}
