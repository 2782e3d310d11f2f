/** Records as the outside check reads them, with bounds and rounding of its own. */
package com.alphapulse.riskbudget.audit.outside.record;
