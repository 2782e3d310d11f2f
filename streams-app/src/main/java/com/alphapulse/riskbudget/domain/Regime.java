package com.alphapulse.riskbudget.domain;

/** Market regime. */
public enum Regime {
  BULL,
  BEAR,
  SIDEWAYS,
  CRISIS,
  RECOVERY
}
