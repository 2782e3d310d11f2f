/** Positions, reservations, value and risk of one portfolio. */
package com.alphapulse.riskbudget.gate.ledger;
