/**
 * Bounds of what a record may hold, checked where it comes in, and what is answered beyond them.
 */
package com.alphapulse.riskbudget.topology.door;
