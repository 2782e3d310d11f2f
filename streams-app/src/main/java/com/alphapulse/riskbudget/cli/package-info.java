/** The command line. The only package that writes to the terminal. */
package com.alphapulse.riskbudget.cli;
