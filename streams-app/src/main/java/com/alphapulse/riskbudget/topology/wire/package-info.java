/** Records to values and back, and the serdes of the topics. Knows no stage. */
package com.alphapulse.riskbudget.topology.wire;
