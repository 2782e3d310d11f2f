/** Live events: what the views learn, passed on to listeners, each at its own pace. */
package com.alphapulse.riskbudget.api.live;
