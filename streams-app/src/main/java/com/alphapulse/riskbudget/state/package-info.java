/** How state is written and read, byte by byte: the encodings that all stores share. */
package com.alphapulse.riskbudget.state;
