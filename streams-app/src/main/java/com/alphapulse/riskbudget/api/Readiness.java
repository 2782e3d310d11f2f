package com.alphapulse.riskbudget.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BooleanSupplier;

/**
 * Whether answers can be relied on.
 *
 * @param viewCurrent whether the topics have been read up to now
 * @param applicationsRunning whether the stages of this process run
 */
record Readiness(BooleanSupplier viewCurrent, BooleanSupplier applicationsRunning) {

  boolean isReady() {
    return viewCurrent.getAsBoolean() && applicationsRunning.getAsBoolean();
  }

  /** Both conditions, and whether all hold. */
  ObjectNode toJson() {
    boolean view = viewCurrent.getAsBoolean();
    boolean applications = applicationsRunning.getAsBoolean();
    return RecordJson.object()
        .put("ready", view && applications)
        .put("viewCurrent", view)
        .put("applicationsRunning", applications);
  }
}
