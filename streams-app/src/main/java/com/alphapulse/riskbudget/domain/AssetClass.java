package com.alphapulse.riskbudget.domain;

/** Asset class of an instrument. */
public enum AssetClass {
  EQUITY,
  BOND,
  COMMODITY,
  CREDIT,
  CURRENCY,
  REAL_ESTATE,
  CASH,
  OTHER
}
