/**
 * Health and metrics of a process, whatever it runs, at an address of their own: for those who
 * watch over it, such as an orchestrator or Prometheus.
 */
package com.alphapulse.riskbudget.management;
