package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what cannot be read to {@code dead-letter}, as it came, and goes on. When the registry
 * cannot be reached the record may well be good, so the stage stops instead and reads it again.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {
  /** Configuration key under which the application passes its {@link Metrics}. */
  static final String METRICS_CONFIG = "riskbudget.metrics";

  /** Headers of a dead letter, beside those that the record had. */
  public static final String TOPIC_HEADER = "dead-letter.topic";

  public static final String PARTITION_HEADER = "dead-letter.partition";
  public static final String OFFSET_HEADER = "dead-letter.offset";
  public static final String ERROR_HEADER = "dead-letter.error";

  private static final Logger log = LoggerFactory.getLogger(DeadLetterHandler.class);

  private Metrics metrics;

  @Override
  public void configure(Map<String, ?> configs) {
    metrics = (Metrics) configs.get(METRICS_CONFIG);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    if (RegistryUnavailableException.isCauseOf(exception)) {
      log.error(
          "The schema registry cannot be reached; {}-{} stops at offset {} and will be read again",
          record.topic(),
          record.partition(),
          record.offset());
      return Response.fail();
    }
    log.warn(
        "Unreadable record at {}-{} offset {} goes to {}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        Topics.DEAD_LETTER.topicName(),
        message(exception));
    if (metrics != null) {
      metrics.deadLetter(record.topic());
    }
    return Response.resume(
        List.of(letter(record.topic(), record.partition(), record.offset(), record, exception)));
  }

  private static ProducerRecord<byte[], byte[]> letter(
      String topic,
      int partition,
      long offset,
      ConsumerRecord<byte[], byte[]> record,
      Exception exception) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            Topics.DEAD_LETTER.topicName(),
            null,
            Math.max(0, record.timestamp()),
            record.key(),
            record.value(),
            record.headers());
    describe(letter.headers(), topic, partition, offset, message(exception));
    return letter;
  }

  /** Adds the headers that tell where a record came from and why it was given up. */
  static void describe(Headers headers, String topic, int partition, long offset, String error) {
    add(headers, TOPIC_HEADER, topic);
    add(headers, PARTITION_HEADER, Integer.toString(partition));
    add(headers, OFFSET_HEADER, Long.toString(offset));
    add(headers, ERROR_HEADER, error);
  }

  private static void add(Headers headers, String key, String value) {
    headers.add(key, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String message(Throwable exception) {
    Throwable cause = exception;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
