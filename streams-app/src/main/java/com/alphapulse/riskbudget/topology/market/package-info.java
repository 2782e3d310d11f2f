/** The market stage: ticks in, marks and market states out. */
package com.alphapulse.riskbudget.topology.market;
