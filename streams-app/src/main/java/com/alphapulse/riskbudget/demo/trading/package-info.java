/**
 * A simulated trading desk and execution engine. Pure: values in, records out, randomness only from
 * a seed that is handed in.
 */
package com.alphapulse.riskbudget.demo.trading;
