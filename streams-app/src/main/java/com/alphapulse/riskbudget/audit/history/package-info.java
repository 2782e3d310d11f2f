/** The topics that an audit needs, read once; knows nothing of what the records mean. */
package com.alphapulse.riskbudget.audit.history;
