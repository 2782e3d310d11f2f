package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.domain.override.OverrideRules;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.door.Doors;
import com.alphapulse.riskbudget.topology.door.Refusal;
import com.alphapulse.riskbudget.topology.kafka.InputCursor;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every override where it takes effect. The portfolio in the record counts, not its key: an
 * override with the wrong key would otherwise be lost. What is beyond its bounds is answered here,
 * and what still needs the approval of a second person ends here.
 */
public final class OverrideRouter
    extends ContextualProcessor<String, RiskOverride, String, SpecificRecord> {
  private static final Logger log = LoggerFactory.getLogger(OverrideRouter.class);

  private final InstallationName installation;
  private final Metrics metrics;
  private InputCursor cursor;

  public OverrideRouter(InstallationName installation, Metrics metrics) {
    this.installation = installation;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    super.init(context);
    cursor =
        new InputCursor(
            installation,
            context.<KeyValueStore<Bytes, byte[]>>getStateStore(Names.OVERRIDE_ROUTER_STORE),
            input -> LedgerEntries.key(Kind.CURSOR, input.toString()));
  }

  @Override
  public void process(Record<String, RiskOverride> record) {
    if (!cursor.advance(context().recordMetadata().orElseThrow())) {
      return; // Routed again, an override that is over would be in force once more.
    }
    long now = context().currentSystemTimeMs();
    Doors.mend(record.value());
    Optional<Refusal> refusal =
        Refusal.of(record.value(), now)
            .or(() -> approvalProblem(record.value()).map(p -> Refusal.of(record.value(), p)));
    if (refusal.isPresent()) {
      metrics.alert(refusal.get().type());
      context()
          .forward(
              new Record<>(
                  refusal.get().key(),
                  refusal.get().alert(now),
                  now,
                  CausedBy.headers(installation, context().recordMetadata())),
              Names.OVERRIDE_ALERT_SINK);
      return;
    }
    if (isProposal(record.value())) {
      log.info("Override {} waits for its approval", record.value().getOverrideId());
      return;
    }
    context()
        .forward(
            record
                .withKey(record.value().getPortfolioId())
                .withValue((SpecificRecord) record.value()),
            Names.OVERRIDE_ROUTED_SINK);
  }

  /** One that needs a second person, and nobody has approved: no stage hears of it. */
  private static boolean isProposal(RiskOverride override) {
    return override.getNeedsApproval() && isBlank(override.getApprover());
  }

  private static Optional<String> approvalProblem(RiskOverride override) {
    return override.getNeedsApproval() && !isBlank(override.getApprover())
        ? OverrideRules.approvalProblem(override.getAuthor(), override.getApprover())
        : Optional.empty();
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
