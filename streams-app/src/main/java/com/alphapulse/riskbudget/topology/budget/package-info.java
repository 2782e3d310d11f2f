/** The budget stage: market states, reports and definitions in, budgets and recommendations out. */
package com.alphapulse.riskbudget.topology.budget;
