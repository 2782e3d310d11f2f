/** The rules that decisions are held against, written anew. */
package com.alphapulse.riskbudget.audit.outside.rule;
