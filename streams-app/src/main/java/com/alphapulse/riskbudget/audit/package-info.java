/**
 * The audit of a history, and its two truths. {@code outside} looks at the gate and the budgets
 * from the outside: it shares no type with them and has arithmetic of its own for every rule, so
 * that a mistake in theirs shows. {@code redecide} takes every decision again with the gate's own
 * checks, so that a decision that is not what they decide shows, to the last digit. {@code history}
 * reads the topics for both.
 */
package com.alphapulse.riskbudget.audit;
