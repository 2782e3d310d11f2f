/**
 * Watching and steering from a terminal: by the API where one answers, straight to Kafka for what
 * stops orders where none does.
 */
package com.alphapulse.riskbudget.cli.operate;
