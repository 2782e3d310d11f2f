/**
 * A check of gate and budgets from the outside: rebuilds every portfolio from the topics and holds
 * each decision and each budget against rules that are written anew here. The generated record
 * classes and the values of the configuration are all that it has in common with what it checks; a
 * test of the architecture says so.
 */
package com.alphapulse.riskbudget.audit.outside;
