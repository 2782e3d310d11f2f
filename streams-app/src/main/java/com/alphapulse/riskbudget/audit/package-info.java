/**
 * A check of the gate from the outside: reads the topics, rebuilds every ledger and holds each
 * decision against its limits. Shares no code with the gate, the budget or the topology, so that a
 * mistake there cannot hide itself; the generated record classes are all that it has in common with
 * them.
 */
package com.alphapulse.riskbudget.audit;
