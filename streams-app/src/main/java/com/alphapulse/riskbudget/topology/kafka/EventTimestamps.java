package com.alphapulse.riskbudget.topology.kafka;

import com.alphapulse.riskbudget.config.InstallationName;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time by which Kafka Streams orders what was fetched from several topics: that of the record,
 * within what a clock can say. Anybody may write any timestamp, and Kafka Streams would end its
 * thread at one below 0, for ever.
 *
 * <p>Definitions of portfolios come first, whenever they were written: what is compacted away may
 * have been older than the fills that follow it. Orders come last: of what was fetched together,
 * nothing is decided before what it is decided against, however far another sender's clock is
 * ahead.
 */
public final class EventTimestamps implements TimestampExtractor, Configurable {
  /**
   * Milliseconds that orders are put behind all else: more than what was fetched takes to work off.
   */
  static final long ORDERS_BEHIND = 1_000;

  private String orders;
  private String definitions;

  @Override
  public void configure(Map<String, ?> configs) {
    InstallationName installation = (InstallationName) configs.get(Names.INSTALLATION_CONFIG);
    orders = Topics.ORDER_INTENT.on(installation);
    definitions = Topics.PORTFOLIO.on(installation);
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return extract(record.topic(), record.timestamp(), System.currentTimeMillis());
  }

  long extract(String topic, long timestamp, long wallClock) {
    if (topic.equals(orders)) {
      return wallClock + ORDERS_BEHIND;
    }
    return topic.equals(definitions) ? 0 : Math.max(0, Math.min(timestamp, wallClock));
  }
}
