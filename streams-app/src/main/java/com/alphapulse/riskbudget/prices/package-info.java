/** Files of closing levels, for what replays history: the demonstration and the backtest. */
package com.alphapulse.riskbudget.prices;
