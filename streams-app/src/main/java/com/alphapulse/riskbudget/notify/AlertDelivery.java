package com.alphapulse.riskbudget.notify;

import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.config.AlertSettings;
import com.alphapulse.riskbudget.observability.Meters;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.AvroJson;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts every alert that is news to the webhook, once over all instances, which share a consumer
 * group; at least once over restarts. An alert that cannot be delivered is tried again, ever more
 * rarely, and given up after {@link #PATIENCE}, which the log tells: alerts after it must not wait
 * for ever, and all of them stay on the topic.
 */
public final class AlertDelivery implements AutoCloseable {
  /** How long one alert is tried for. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);

  private final Consumer<byte[], byte[]> consumer;
  private final Deserializer<RiskAlert> deserializer;
  private final Webhook webhook;
  private final AlertRepeats repeats;
  private final Metrics metrics;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "alert-delivery");

  private AlertDelivery(
      Consumer<byte[], byte[]> consumer,
      Deserializer<RiskAlert> deserializer,
      Webhook webhook,
      AlertRepeats repeats,
      Metrics metrics,
      InstantSource clock) {
    this.consumer = consumer;
    this.deserializer = deserializer;
    this.webhook = webhook;
    this.repeats = repeats;
    this.metrics = metrics;
    this.clock = clock;
    thread.setDaemon(true);
  }

  /**
   * Starts it; empty where no webhook is configured.
   *
   * @param topic of alerts
   * @param consumer makes the one that the delivery uses and closes: of a group, without automatic
   *     commits, starting at the end of the topic, of one record a poll
   * @throws com.alphapulse.riskbudget.config.ConfigurationException if the webhook's address or
   *     secret cannot be used
   */
  public static Optional<AlertDelivery> start(
      AlertSettings settings,
      String topic,
      Supplier<Consumer<byte[], byte[]>> consumer,
      Deserializer<RiskAlert> deserializer,
      Metrics metrics,
      InstantSource clock) {
    metrics.expect(Meters.ALERT_DELIVERIES, Webhook.Result.values());
    return Webhook.of(settings)
        .map(
            webhook -> {
              Consumer<byte[], byte[]> own = consumer.get();
              own.subscribe(List.of(topic));
              AlertDelivery delivery =
                  new AlertDelivery(
                      own,
                      deserializer,
                      webhook,
                      new AlertRepeats(settings.repeatAfter()),
                      metrics,
                      clock);
              delivery.thread.start();
              return delivery;
            });
  }

  @Override
  public void close() {
    closed.countDown();
    consumer.wakeup();
    thread.interrupt();
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      while (closed.getCount() > 0) {
        try {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            deliverOrRewind(record);
          }
          consumer.commitSync();
        } catch (WakeupException e) {
          LOG.debug("woken up to end", e);
        } catch (KafkaException e) {
          LOG.warn("alerts are not delivered: {}", e.getMessage());
          pause(FIRST_PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the delivery of alerts has ended", e);
    }
  }

  /** Where nothing was learnt about a record, it is read again. */
  private void deliverOrRewind(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    try {
      deliver(record);
    } catch (KafkaException e) {
      consumer.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
      throw e;
    }
  }

  private void deliver(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    RiskAlert alert;
    try {
      alert = deserializer.deserialize(record.topic(), record.value());
    } catch (SerializationException e) {
      LOG.warn(
          "left out {}-{} offset {}: no alert",
          record.topic(),
          record.partition(),
          record.offset());
      return;
    }
    OptionalLong leftOut =
        alert == null ? OptionalLong.empty() : repeats.leftOutBefore(alert, clock.millis());
    if (leftOut.isPresent()) {
      ObjectNode body = AvroJson.toTree(alert);
      body.put("leftOutBefore", leftOut.getAsLong());
      post(
          new TopicPartition(record.topic(), record.partition()) + "-" + record.offset(),
          body.toString());
    }
  }

  private void post(String id, String body) throws InterruptedException {
    long end = clock.millis() + PATIENCE.toMillis();
    Duration pause = FIRST_PAUSE;
    Webhook.Result result = webhook.post(id, body, clock.millis() / 1_000);
    while (result == Webhook.Result.FAILED && clock.millis() < end) {
      pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
      result = webhook.post(id, body, clock.millis() / 1_000);
    }
    metrics.alertDelivery(result);
    if (result != Webhook.Result.DELIVERED) {
      LOG.error(
          "alert {} was not delivered: the webhook {}",
          id,
          result == Webhook.Result.REFUSED ? "refused it" : "did not answer");
    }
  }

  private void pause(Duration time) throws InterruptedException {
    if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("closed");
    }
  }
}
