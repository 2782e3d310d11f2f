/** Requests and answers in general: parameters, bodies, problem details. */
package com.alphapulse.riskbudget.api.http;
