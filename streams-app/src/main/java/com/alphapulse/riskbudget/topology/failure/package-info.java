/** What becomes of a record that cannot be read, written or worked off. */
package com.alphapulse.riskbudget.topology.failure;
