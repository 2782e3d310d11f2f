/** Detectors of regimes, and the regime in force. */
package com.alphapulse.riskbudget.market.regime;
