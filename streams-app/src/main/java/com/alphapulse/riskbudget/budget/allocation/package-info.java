/** Capital among strategies and symbols, by each of the methods. */
package com.alphapulse.riskbudget.budget.allocation;
