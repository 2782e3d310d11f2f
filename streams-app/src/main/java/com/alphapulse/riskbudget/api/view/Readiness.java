package com.alphapulse.riskbudget.api.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether answers can be relied on.
 *
 * @param viewCurrent whether the topics have been read up to now
 * @param stageProblems why the stages of this process are not working on everything, one sentence
 *     each; empty where they are
 * @param pulse how far the gate is, wherever it runs, and how old its inputs are
 * @param eventTime the present in event time, which the ages of inputs go by
 */
public record Readiness(
    BooleanSupplier viewCurrent,
    Supplier<List<String>> stageProblems,
    Supplier<Pulse.Beat> pulse,
    InstantSource eventTime) {

  /** Whether all is well, and if not, what is wrong; the gate's lag and the ages of its inputs. */
  public ObjectNode toJson() {
    boolean view = viewCurrent.getAsBoolean();
    List<String> stages = stageProblems.get();
    Pulse.Beat beat = pulse.get();
    List<String> problems = new ArrayList<>(stages);
    if (!view) {
      problems.add("the topics have not been read up to now");
    }
    problems.addAll(beat.problems());
    ObjectNode json =
        RecordJson.object()
            .put("ready", problems.isEmpty())
            .put("viewCurrent", view)
            .put("applicationsRunning", stages.isEmpty());
    problems.forEach(json.putArray("problems")::add);
    ArrayNode gate = json.putArray("gate");
    beat.gate()
        .forEach(
            partition ->
                gate.addObject()
                    .put("partition", partition.partition())
                    .put("lag", partition.lag())
                    .put("oldestUndecidedSeconds", partition.oldest().toSeconds()));
    ArrayNode inputs = json.putArray("inputs");
    Instant now = eventTime.instant();
    beat.newest()
        .forEach(
            (input, newest) ->
                inputs
                    .addObject()
                    .put("input", input.logicalName())
                    .put("ageSeconds", newest.map(time -> age(time, now)).orElse(null)));
    return json;
  }

  private static Long age(Instant newest, Instant now) {
    return Math.max(0, Duration.between(newest, now).toSeconds());
  }
}
