package com.alphapulse.riskbudget.api.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether answers can be relied on.
 *
 * @param viewCurrent whether the topics have been read up to now
 * @param stageProblems why the stages of this process are not working on everything, one sentence
 *     each; empty where they are
 */
public record Readiness(BooleanSupplier viewCurrent, Supplier<List<String>> stageProblems) {

  public boolean isReady() {
    return viewCurrent.getAsBoolean() && stageProblems.get().isEmpty();
  }

  /** Both conditions, whether all hold, and what is wrong. */
  public ObjectNode toJson() {
    boolean view = viewCurrent.getAsBoolean();
    List<String> problems = stageProblems.get();
    ObjectNode json =
        RecordJson.object()
            .put("ready", view && problems.isEmpty())
            .put("viewCurrent", view)
            .put("applicationsRunning", problems.isEmpty());
    problems.forEach(json.putArray("problems")::add);
    return json;
  }
}
