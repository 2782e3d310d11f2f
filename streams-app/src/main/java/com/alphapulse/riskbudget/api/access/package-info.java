/** Who may do what: addresses, credentials, roles, limits. */
package com.alphapulse.riskbudget.api.access;
