/** Metrics of the whole process: one registry, and every own meter's name in one place. */
package com.alphapulse.riskbudget.observability;
