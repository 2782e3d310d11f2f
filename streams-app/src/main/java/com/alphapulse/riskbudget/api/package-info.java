/**
 * The HTTP interface and the page. It reads topics into bounded views of its own, so that any
 * instance answers for any portfolio, and writes commands to {@code risk-override} only.
 */
package com.alphapulse.riskbudget.api;
