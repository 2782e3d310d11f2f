package com.alphapulse.riskbudget.topology.failure;

import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
  public static final String METRICS_CONFIG = "riskbudget.metrics";

  /** Headers of a dead letter, beside those that the record had. */
  public static final String TOPIC_HEADER = DeadLetters.TOPIC_HEADER;

  public static final String PARTITION_HEADER = DeadLetters.PARTITION_HEADER;
  public static final String OFFSET_HEADER = DeadLetters.OFFSET_HEADER;
  public static final String ERROR_HEADER = DeadLetters.ERROR_HEADER;

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
        Causes.message(exception));
    if (metrics != null) {
      metrics.deadLetter(record.topic());
    }
    return Response.resume(
        List.of(
            DeadLetters.of(
                new DeadLetters.Place(record.topic(), record.partition(), record.offset()),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers(),
                Causes.message(exception))));
  }
}
