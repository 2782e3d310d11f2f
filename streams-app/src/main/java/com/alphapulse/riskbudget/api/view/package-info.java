/**
 * What the API knows: the topics, folded into bounded views by one reader. Free of HTTP, and equal
 * on every instance whatever the order in which partitions were read.
 */
package com.alphapulse.riskbudget.api.view;
