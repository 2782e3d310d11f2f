package com.alphapulse.riskbudget.topology.failure;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import com.alphapulse.riskbudget.topology.kafka.Names;
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

  private InstallationName installation;
  private Metrics metrics;

  @Override
  public void configure(Map<String, ?> configs) {
    installation = (InstallationName) configs.get(Names.INSTALLATION_CONFIG);
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
        Topics.DEAD_LETTER.on(installation),
        Causes.message(exception));
    String topic = installation.within(record.topic());
    if (metrics != null) {
      metrics.deadLetter(topic);
    }
    return Response.resume(
        List.of(
            DeadLetters.of(
                installation,
                new DeadLetters.Place(topic, record.partition(), record.offset()),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers(),
                Causes.message(exception))));
  }
}
