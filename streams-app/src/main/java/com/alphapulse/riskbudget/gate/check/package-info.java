/**
 * The gate's checks, one small class each; {@link com.alphapulse.riskbudget.gate.check.Checks}
 * lists them.
 */
package com.alphapulse.riskbudget.gate.check;
