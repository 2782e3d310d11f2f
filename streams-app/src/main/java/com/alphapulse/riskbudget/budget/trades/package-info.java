/** From what is held to what is wanted: recommendations that pass the gate. */
package com.alphapulse.riskbudget.budget.trades;
