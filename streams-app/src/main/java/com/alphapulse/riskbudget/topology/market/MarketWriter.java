package com.alphapulse.riskbudget.topology.market;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.market.MarketEvent;
import com.alphapulse.riskbudget.market.MarketModel;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.observability.SkipReason;
import com.alphapulse.riskbudget.topology.door.Refusal;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.wire.EventTimes;
import com.alphapulse.riskbudget.topology.wire.MarketWire;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Writes what the market stage has to tell, and counts it. */
final class MarketWriter {
  private final ProcessorContext<String, SpecificRecord> context;
  private final Metrics metrics;

  MarketWriter(ProcessorContext<String, SpecificRecord> context, Metrics metrics) {
    this.context = context;
    this.metrics = metrics;
  }

  /**
   * Writes what follows from a record.
   *
   * @param cause headers of its alerts
   */
  void events(String name, List<MarketEvent> events, Supplier<Headers> cause) {
    for (MarketEvent event : events) {
      if (event instanceof MarketEvent.SnapshotPublished published) {
        RecordHeaders headers = new RecordHeaders();
        if (published.regimeChanged()) {
          headers.add(
              Names.REGIME_LEARNT_AT,
              Long.toString(context.currentSystemTimeMs()).getBytes(StandardCharsets.UTF_8));
        }
        context.forward(
            new Record<>(
                name,
                MarketWire.state(published.snapshot(), published.regimeChanged()),
                writable(published.snapshot().asOf()),
                headers),
            Names.MARKET_STATE_SINK);
      } else if (event instanceof MarketEvent.RegimeDetected detected) {
        context.forward(
            new Record<>(
                name,
                MarketWire.regimeChange(name, detected.signal()),
                writable(detected.signal().detectedAt())),
            Names.REGIME_CHANGE_SINK);
      } else if (event instanceof MarketEvent.AlertRaised raised) {
        alert(name, raised.alert(), cause.get());
      } else if (event instanceof MarketEvent.RecordSkipped skipped) {
        metrics.marketSkipped(skipped.held() ? SkipReason.HELD : SkipReason.REFUSED);
      }
    }
  }

  /** Writes the latest prices of a market that has any. */
  void marks(String name, MarketModel model) {
    var marks = model.marks();
    if (!marks.isEmpty()) {
      var record = MarketWire.marks(name, model.nextMarksSequence(), marks);
      context.forward(
          new Record<>(name, record, writable(record.getAsOf().toEpochMilli())),
          Names.MARKET_MARKS_SINK);
    }
  }

  /** Answers a record that was not let in. */
  void refuse(Refusal refusal, Headers cause) {
    metrics.alert(refusal.type());
    metrics.marketSkipped(SkipReason.REFUSED);
    long now = context.currentSystemTimeMs();
    context.forward(
        new Record<>(refusal.key(), refusal.alert(now), now, cause), Names.MARKET_ALERT_SINK);
  }

  void alert(String market, Alert alert, Headers cause) {
    metrics.alert(alert.type());
    context.forward(
        new Record<>(
            market,
            ReferenceWire.alert(alert, Optional.empty(), Optional.of(market)),
            writable(alert.asOf()),
            cause),
        Names.MARKET_ALERT_SINK);
  }

  private long writable(long eventTime) {
    return EventTimes.writable(eventTime, context.currentSystemTimeMs());
  }
}
