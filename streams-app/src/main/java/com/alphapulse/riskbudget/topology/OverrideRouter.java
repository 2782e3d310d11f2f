package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.RiskOverride;
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
    RiskOverride override = record.value();
    if (override == null) {
      return; // The log is kept for ever; a tombstone takes nothing back.
    }
    String portfolioId = override.getPortfolioId();
    context()
        .forward(
            record.withKey(portfolioId.isBlank() ? RiskOverrideSpec.ALL_PORTFOLIOS : portfolioId));
  }
}
