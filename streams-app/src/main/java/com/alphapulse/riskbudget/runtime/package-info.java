/**
 * What one process runs: the stages, the API and, where asked for, a schema registry of its own.
 */
package com.alphapulse.riskbudget.runtime;
