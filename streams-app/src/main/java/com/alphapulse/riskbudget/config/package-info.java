/**
 * Typed configuration. The YAML is read as a whole: every error and every unknown key is reported
 * in one {@link com.alphapulse.riskbudget.config.ConfigurationException}, each with its path.
 */
package com.alphapulse.riskbudget.config;
