package com.alphapulse.riskbudget.api.command;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.view.OverrideLog;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.Optional;

/** What still stops orders after a RESUME, which ends only what has exactly its own scope. */
final class Remaining {

  private Remaining() {}

  static ArrayNode after(RiskOverride resume, ReadModel model, Caller caller, Instant now) {
    ArrayNode remaining = RecordJson.MAPPER.createArrayNode();
    boolean all = resume.getPortfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS);
    model
        .overrides(all ? Optional.empty() : Optional.of(resume.getPortfolioId()), Integer.MAX_VALUE)
        .stream()
        .filter(entry -> entry.status(now) == OverrideLog.Status.IN_FORCE)
        .map(OverrideLog.Entry::override)
        .filter(
            o ->
                o.getAction() == OverrideAction.HALT || o.getAction() == OverrideAction.REDUCE_ONLY)
        .filter(o -> !OverrideLog.ends(resume, o))
        .filter(o -> caller.maySee(o.getPortfolioId()))
        .forEach(o -> remaining.add(RecordJson.of(o)));
    return remaining;
  }
}
