package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.topology.kafka.Claim;

/** The stages; MARKET and BUDGET form one application, GATE another. */
public enum Stage {
  MARKET(Claim.PRICES),
  BUDGET(Claim.BUDGETS),
  GATE(Claim.ORDERS);

  private final Claim claim;

  Stage(Claim claim) {
    this.claim = claim;
  }

  /** What it does alone. */
  Claim claim() {
    return claim;
  }
}
