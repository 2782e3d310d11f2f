/** What every command needs: the cluster's address, the log file, exit codes, the version. */
package com.alphapulse.riskbudget.cli.base;
