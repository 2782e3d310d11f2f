/**
 * The demonstration: an embedded broker, a replay of real prices, sample strategies, a simulated
 * execution engine, and a check of what the gate decided that shares no code with it. Everything
 * goes over the real topics, so that it shows what a production set-up would do.
 */
package com.alphapulse.riskbudget.demo;
