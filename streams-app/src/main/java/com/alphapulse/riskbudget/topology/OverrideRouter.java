package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.RiskOverrideSpec;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends every override where it takes effect. The portfolio in the record counts, not its key: an
 * override with the wrong key would otherwise be lost.
 */
final class OverrideRouter extends ContextualProcessor<String, RiskOverride, String, RiskOverride> {

  @Override
  public void process(Record<String, RiskOverride> record) {
    // One that is too long reaches some task, which refuses it.
    String portfolioId = Bounds.cut(record.value().getPortfolioId());
    context()
        .forward(
            record.withKey(portfolioId.isBlank() ? RiskOverrideSpec.ALL_PORTFOLIOS : portfolioId));
  }
}
