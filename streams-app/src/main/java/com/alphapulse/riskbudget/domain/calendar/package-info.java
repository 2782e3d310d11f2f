/** When markets trade. Pure: no clock, only times that it is given. */
package com.alphapulse.riskbudget.domain.calendar;
