package com.alphapulse.riskbudget.topology.wire;

import com.alphapulse.riskbudget.config.InstallationName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The headers that tell what a record answers: of an alert or a decision, the record that it is
 * about, as {@code topic-partition:offset}; of a budget, and of alerts beside it, the override by
 * its id. What no record caused, but time, has none.
 */
public final class CausedBy {
  public static final String HEADER = "caused-by";

  /** Id of the override that a budget answers. */
  public static final String OVERRIDE = "caused-by-override";

  private CausedBy() {}

  /** Headers of an answer to the record at hand, of that installation. */
  public static Headers headers(InstallationName installation, Optional<RecordMetadata> cause) {
    return cause
        .filter(record -> record.topic() != null) // Kafka Streams hands one out at a time, too.
        .map(
            record ->
                headers(installation.within(record.topic()), record.partition(), record.offset()))
        .orElseGet(RecordHeaders::new);
  }

  /**
   * Headers of an answer to the record of that place.
   *
   * @param topic as it is called within the installation
   */
  public static Headers headers(String topic, int partition, long offset) {
    String place = topic + '-' + partition + ':' + offset;
    return new RecordHeaders().add(HEADER, place.getBytes(StandardCharsets.UTF_8));
  }

  /** The same headers, and the override that was answered. */
  public static Headers withOverride(Headers headers, String overrideId) {
    return new RecordHeaders(headers).add(OVERRIDE, overrideId.getBytes(StandardCharsets.UTF_8));
  }

  /** Id of the override that was answered, where the headers tell one. */
  public static Optional<String> override(Headers headers) {
    return Optional.ofNullable(headers.lastHeader(OVERRIDE))
        .map(header -> new String(header.value(), StandardCharsets.UTF_8));
  }
}
