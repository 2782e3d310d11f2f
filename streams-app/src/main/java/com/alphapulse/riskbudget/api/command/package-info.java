/**
 * What operators command: requests become records of {@code risk-override}, and nothing else is
 * written.
 */
package com.alphapulse.riskbudget.api.command;
