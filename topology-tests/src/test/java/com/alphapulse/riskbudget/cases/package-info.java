/**
 * Situations of live trading as small files of JSON lines, played against the running product:
 * records in, what must come of them. The files are in {@code src/test/resources/cases}; {@link
 * com.alphapulse.riskbudget.cases.CasePlayer} tells their lines.
 */
package com.alphapulse.riskbudget.cases;
