package com.alphapulse.riskbudget.topology.kafka;

import com.alphapulse.riskbudget.config.KafkaSettings;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;

/** Waits for what the cluster answers an administrator. */
record AdminCalls(KafkaSettings settings) {
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * The answer.
   *
   * @throws KafkaException if the cluster does not answer or refuses
   */
  <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw explained(e.getCause());
    } catch (TimeoutException e) {
      throw explained(new org.apache.kafka.common.errors.TimeoutException(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  /** A failure in words that name the setting which is most likely at fault. */
  private KafkaException explained(Throwable failure) {
    if (failure instanceof org.apache.kafka.common.errors.TimeoutException) {
      return new org.apache.kafka.common.errors.TimeoutException(
          "no broker answers at %s (kafka.bootstrap_servers): is one running there?"
              .formatted(settings.bootstrapServers()),
          failure);
    }
    if (failure instanceof InvalidReplicationFactorException) {
      return new InvalidReplicationFactorException(
          "kafka.replication_factor is %d: %s"
              .formatted(settings.replicationFactor(), failure.getMessage()),
          failure);
    }
    return failure instanceof KafkaException known ? known : new KafkaException(failure);
  }
}
