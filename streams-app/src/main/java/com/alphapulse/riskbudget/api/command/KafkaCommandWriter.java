package com.alphapulse.riskbudget.api.command;

import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.view.ViewTopic;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.InstallationName;
import io.javalin.http.HttpStatus;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes commands to Kafka; the record's time is the event time of the command. */
public final class KafkaCommandWriter implements CommandWriter {
  /** Longest wait for the brokers, in seconds. */
  public static final long TIMEOUT_SECONDS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(KafkaCommandWriter.class);

  private final String topic;
  private final Producer<String, RiskOverride> producer;

  /**
   * @param installation that is commanded
   * @param producer waits for all replicas and is closed by its owner
   */
  public KafkaCommandWriter(
      InstallationName installation, Producer<String, RiskOverride> producer) {
    this.topic = ViewTopic.RISK_OVERRIDE.on(installation);
    this.producer = producer;
  }

  @Override
  public void write(RiskOverride override) {
    ProducerRecord<String, RiskOverride> record =
        new ProducerRecord<>(
            topic,
            null,
            override.getCreatedAt().toEpochMilli(),
            override.getPortfolioId(),
            override);
    try {
      producer.send(record).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw unconfirmed(override, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unconfirmed(override, e);
    }
  }

  private static Problem unconfirmed(RiskOverride override, Exception cause) {
    LOG.error("override {} was not confirmed", override.getOverrideId(), cause);
    return Problem.of(
        HttpStatus.SERVICE_UNAVAILABLE,
        "the brokers did not confirm override '"
            + override.getOverrideId()
            + "': it may or may not be in force; look it up in /overrides before sending it again");
  }
}
