/** The limits in force over all their sources, and the rates of orders. */
package com.alphapulse.riskbudget.gate.limits;
