/** Confluent's wire format for the generated records, and the client of the registry behind it. */
package com.alphapulse.riskbudget.serde;
