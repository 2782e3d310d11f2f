/** Numerical methods without a portfolio: matrices, bounds, and the optimisers over them. */
package com.alphapulse.riskbudget.budget.solver;
