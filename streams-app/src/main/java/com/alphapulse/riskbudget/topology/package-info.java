/**
 * The wiring: topics, serdes, stores and the processors of the three stages. The only package that
 * knows Kafka Streams; what is computed is in {@code market}, {@code budget} and {@code gate}.
 */
package com.alphapulse.riskbudget.topology;
