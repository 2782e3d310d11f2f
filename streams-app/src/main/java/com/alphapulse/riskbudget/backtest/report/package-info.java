/** The report, as text and as a page with charts. */
package com.alphapulse.riskbudget.backtest.report;
