package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.config.AccessSettings;

/** What a caller may do; each role may do all that those before it may. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Commands and approves the commands of others, for the portfolios that it may see. */
  OPERATOR,
  /** Commands all portfolios at once. */
  ADMIN;

  /** Whether this role may do what the other is needed for. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  static Role of(AccessSettings.Role configured) {
    return valueOf(configured.name());
  }
}
