/**
 * What Kafka is told: names, topics, partitions, clients, subjects, and which order inputs are read
 * in.
 */
package com.alphapulse.riskbudget.topology.kafka;
