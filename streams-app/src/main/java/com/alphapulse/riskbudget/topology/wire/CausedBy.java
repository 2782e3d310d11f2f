package com.alphapulse.riskbudget.topology.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The header of an alert or a decision that tells which record it answers, as {@code
 * topic-partition:offset}. An alert that no record caused, but time, has none.
 */
public final class CausedBy {
  public static final String HEADER = "caused-by";

  private CausedBy() {}

  /** Headers of an answer to the record at hand. */
  public static Headers headers(Optional<RecordMetadata> cause) {
    return cause
        .filter(record -> record.topic() != null) // Kafka Streams hands one out at a time, too.
        .map(record -> headers(record.topic(), record.partition(), record.offset()))
        .orElseGet(RecordHeaders::new);
  }

  /** Headers of an answer to the record of that place. */
  public static Headers headers(String topic, int partition, long offset) {
    String place = topic + '-' + partition + ':' + offset;
    return new RecordHeaders().add(HEADER, place.getBytes(StandardCharsets.UTF_8));
  }
}
