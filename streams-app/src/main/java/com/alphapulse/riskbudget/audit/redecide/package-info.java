/**
 * Takes decisions again with the gate's checks, on a state that was rebuilt outside. What those
 * checks do wrong it cannot see; that is what {@code audit.outside} is for.
 */
package com.alphapulse.riskbudget.audit.redecide;
