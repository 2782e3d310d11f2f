/** A limit and where it comes from; budget and gate mean the same by it. */
package com.alphapulse.riskbudget.domain.limit;
