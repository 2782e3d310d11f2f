/** Day by day: both portfolios, their accounts, and figures of what came out. */
package com.alphapulse.riskbudget.backtest.replay;
