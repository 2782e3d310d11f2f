/**
 * Sample strategies. They are there to send believable orders through the gate, not to earn money.
 */
package com.alphapulse.riskbudget.demo.strategy;
