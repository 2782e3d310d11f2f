package com.alphapulse.riskbudget.topology.failure;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.EventTimes;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Makes dead letters: a record's bytes as they came, with headers that tell where it came from and
 * what was wrong. Where that would be more than the topic takes, the headers alone.
 */
final class DeadLetters {
  /** Headers of a dead letter, beside those that the record had. */
  static final String TOPIC_HEADER = "dead-letter.topic";

  static final String PARTITION_HEADER = "dead-letter.partition";
  static final String OFFSET_HEADER = "dead-letter.offset";
  static final String ERROR_HEADER = "dead-letter.error";

  /** Tells how many bytes key, value and headers had, where they are left out for their size. */
  static final String LEFT_OUT_HEADER = "dead-letter.bytes-left-out";

  /** What a batch, its record and the headers added here take, generously. */
  private static final int OVERHEAD = 4 * 1024;

  private static final int HEADER_OVERHEAD = 10;

  private DeadLetters() {}

  /**
   * Where a record was read, or at what record of that place one was to be written.
   *
   * @param topic as it is called within the installation
   */
  record Place(String topic, int partition, long offset) {}

  /**
   * A letter.
   *
   * @param timestamp of the record, as it came
   * @param key null where there was none
   * @param value null where there was none or it is not at hand
   */
  static ProducerRecord<byte[], byte[]> of(
      InstallationName installation,
      Place place,
      long timestamp,
      byte[] key,
      byte[] value,
      Headers headers,
      String error) {
    long size = size(key) + size(value) + size(headers);
    boolean fits = size + OVERHEAD <= Topics.DEAD_LETTER.maxMessageBytes();
    Headers told = fits ? new RecordHeaders(headers) : new RecordHeaders();
    add(told, TOPIC_HEADER, place.topic());
    add(told, PARTITION_HEADER, Integer.toString(place.partition()));
    add(told, OFFSET_HEADER, Long.toString(place.offset()));
    add(told, ERROR_HEADER, error);
    if (!fits) {
      add(told, LEFT_OUT_HEADER, Long.toString(size));
    }
    return new ProducerRecord<>(
        Topics.DEAD_LETTER.on(installation),
        null,
        EventTimes.writable(timestamp, System.currentTimeMillis()),
        fits ? key : null,
        fits ? value : null,
        told);
  }

  private static void add(Headers headers, String key, String value) {
    headers.add(key, value.getBytes(StandardCharsets.UTF_8));
  }

  private static long size(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static long size(Headers headers) {
    long size = 0;
    for (Header header : headers) {
      size += 3L * header.key().length() + size(header.value()) + HEADER_OVERHEAD;
    }
    return size;
  }
}
