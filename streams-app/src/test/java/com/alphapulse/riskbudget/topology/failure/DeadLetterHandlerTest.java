package com.alphapulse.riskbudget.topology.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import com.alphapulse.riskbudget.topology.kafka.Names;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.junit.jupiter.api.Test;

class DeadLetterHandlerTest {
  private final ConsumerRecord<byte[], byte[]> record =
      new ConsumerRecord<>("order-intent", 3, 42L, new byte[] {1}, new byte[] {9, 9});

  @Test
  void shouldKeepTheBytesAndSayWhereTheyCameFrom_whenARecordCannotBeRead() {
    DeserializationExceptionHandler.Response response = handle(new IllegalStateException("bad"));

    assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
    assertThat(response.deadLetterQueueRecords()).hasSize(1);
    ProducerRecord<byte[], byte[]> letter = response.deadLetterQueueRecords().get(0);
    assertThat(letter.topic()).isEqualTo("dead-letter");
    assertThat(letter.key()).containsExactly(1);
    assertThat(letter.value()).containsExactly(9, 9);
    assertThat(header(letter, DeadLetterHandler.TOPIC_HEADER)).isEqualTo("order-intent");
    assertThat(header(letter, DeadLetterHandler.PARTITION_HEADER)).isEqualTo("3");
    assertThat(header(letter, DeadLetterHandler.OFFSET_HEADER)).isEqualTo("42");
    assertThat(header(letter, DeadLetterHandler.ERROR_HEADER)).contains("bad");
  }

  @Test
  void shouldStop_whenTheRegistryCannotBeReached() {
    RegistryUnavailableException down =
        new RegistryUnavailableException("down", new java.io.IOException("refused"));

    assertThat(handle(new IllegalStateException(down)).result())
        .isEqualTo(DeserializationExceptionHandler.Result.FAIL);
  }

  private DeserializationExceptionHandler.Response handle(Exception exception) {
    DeadLetterHandler handler = new DeadLetterHandler();
    handler.configure(Map.of(Names.INSTALLATION_CONFIG, InstallationName.NONE));
    return handler.handleError(null, record, exception);
  }

  private static String header(ProducerRecord<byte[], byte[]> letter, String key) {
    return new String(letter.headers().lastHeader(key).value(), StandardCharsets.UTF_8);
  }
}
