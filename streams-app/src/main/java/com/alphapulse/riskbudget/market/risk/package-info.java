/** Covariance, correlation and the return of the market index, from closed bars. */
package com.alphapulse.riskbudget.market.risk;
