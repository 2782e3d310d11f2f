package com.alphapulse.riskbudget.topology;

/** The stages; MARKET and BUDGET form one application, GATE another. */
public enum Stage {
  MARKET,
  BUDGET,
  GATE
}
