/** What the outside check holds of a portfolio while it replays the topics. */
package com.alphapulse.riskbudget.audit.outside.state;
