/**
 * What an operator's override is, what it applies to, and when it makes sense. The gate enforces
 * trading states and caps, the budget stage what changes budgets; both ask here.
 */
package com.alphapulse.riskbudget.domain.override;
