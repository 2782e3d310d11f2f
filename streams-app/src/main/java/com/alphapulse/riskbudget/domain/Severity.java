package com.alphapulse.riskbudget.domain;

/** How serious an alert is. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL
}
