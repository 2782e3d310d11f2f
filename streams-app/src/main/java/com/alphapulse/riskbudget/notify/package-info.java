/**
 * Alerts, delivered to people: by a consumer of its own, so that nothing it waits for holds up a
 * stage or the API.
 */
package com.alphapulse.riskbudget.notify;
