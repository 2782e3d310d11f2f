/** The regime's policy, volatility targeting, and limits as a budget. */
package com.alphapulse.riskbudget.budget.limits;
