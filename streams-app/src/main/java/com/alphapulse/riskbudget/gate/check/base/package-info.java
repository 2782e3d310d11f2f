/** What several checks are built from. */
package com.alphapulse.riskbudget.gate.check.base;
