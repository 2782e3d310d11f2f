package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
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

/**
 * Sends every override where it takes effect. The portfolio in the record counts, not its key: an
 * override with the wrong key would otherwise be lost. What is beyond its bounds is answered here.
 */
public final class OverrideRouter
    extends ContextualProcessor<String, RiskOverride, String, SpecificRecord> {
  private final Metrics metrics;
  private InputCursor cursor;

  public OverrideRouter(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    super.init(context);
    cursor =
        new InputCursor(
            context.<KeyValueStore<Bytes, byte[]>>getStateStore(Names.OVERRIDE_ROUTER_STORE),
            input -> LedgerEntries.key(Kind.CURSOR, input.toString()));
  }

  @Override
  public void process(Record<String, RiskOverride> record) {
    if (!cursor.advance(context().recordMetadata().orElseThrow())) {
      return; // Routed again, an override that is over would be in force once more.
    }
    long now = context().currentSystemTimeMs();
    Optional<Refusal> refusal = Refusal.of(record.value(), now);
    if (refusal.isPresent()) {
      metrics.alert(refusal.get().type());
      context()
          .forward(
              new Record<>(
                  refusal.get().key(),
                  refusal.get().alert(now),
                  now,
                  CausedBy.headers(context().recordMetadata())),
              Names.OVERRIDE_ALERT_SINK);
      return;
    }
    context()
        .forward(
            record
                .withKey(record.value().getPortfolioId())
                .withValue((SpecificRecord) record.value()),
            Names.OVERRIDE_ROUTED_SINK);
  }
}
