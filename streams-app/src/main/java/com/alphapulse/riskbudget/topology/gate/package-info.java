/** The gate stage: one desk a kind of input, one state, decisions out. */
package com.alphapulse.riskbudget.topology.gate;
