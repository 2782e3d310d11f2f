/** Orders as they were sent, and those that are known with their answers. */
package com.alphapulse.riskbudget.gate.orders;
