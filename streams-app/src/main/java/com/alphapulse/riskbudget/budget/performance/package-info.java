/** What was earned, held against the static portfolio: the success measures. */
package com.alphapulse.riskbudget.budget.performance;
