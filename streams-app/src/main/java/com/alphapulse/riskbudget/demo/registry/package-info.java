/** A schema registry for the demo: the calls that clients need, kept in a Kafka topic. */
package com.alphapulse.riskbudget.demo.registry;
