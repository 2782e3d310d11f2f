/** Questions to the gate's live state, on whichever instance holds it. */
package com.alphapulse.riskbudget.api.query;
