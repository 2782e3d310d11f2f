package com.alphapulse.riskbudget.topology.market;

import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.observability.SkipReason;
import com.alphapulse.riskbudget.topology.door.Refusal;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Lets prices and reference data in, before they go to the task of their market: what is beyond its
 * bounds could not even be written there.
 */
public final class MarketDoor
    extends ContextualProcessor<String, SpecificRecord, String, SpecificRecord> {
  private final InstallationName installation;
  private final Metrics metrics;
  private final String next;
  private final String alerts;

  /**
   * Makes one.
   *
   * @param next node that gets what is let in
   * @param alerts sink that gets the answers to the rest
   */
  public MarketDoor(InstallationName installation, Metrics metrics, String next, String alerts) {
    this.installation = installation;
    this.metrics = metrics;
    this.next = next;
    this.alerts = alerts;
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    long now = context().currentSystemTimeMs();
    Optional<Refusal> refusal = Refusal.of(record.value(), now);
    if (refusal.isEmpty()) {
      Origin.of(context().recordMetadata().orElseThrow()).tellIn(record.headers());
      context().forward(record, next);
      return;
    }
    metrics.alert(refusal.get().type());
    metrics.marketSkipped(SkipReason.REFUSED);
    context()
        .forward(
            new Record<>(
                refusal.get().key(),
                refusal.get().alert(now),
                now,
                CausedBy.headers(installation, context().recordMetadata())),
            alerts);
  }

  /** Market of a price or of reference data. */
  public static String market(SpecificRecord value) {
    return value instanceof MarketData data ? data.getMarket() : ((Instrument) value).getMarket();
  }
}
