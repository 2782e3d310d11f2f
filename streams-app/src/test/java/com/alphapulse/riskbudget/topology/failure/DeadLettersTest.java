package com.alphapulse.riskbudget.topology.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLettersTest {
  private static final int HUGE = 3_000_000;

  /** Whatever a topic let in, its letter fits the topic of dead letters. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, true",
    "10, 1048497, 0, true",
    "1048497, 10, 0, true",
    "10, 10, 1000000, true",
    "10, 2097152, 0, false",
    "10, 2093000, 100, false",
    "3000000, 0, 0, false",
    "0, 0, 3000000, false"
  })
  void shouldFitItsTopic_howeverLargeTheRecordIs(int key, int value, int header, boolean whole) {
    RecordHeaders headers = new RecordHeaders();
    if (header > 0) {
      headers.add("theirs", new byte[header]);
    }
    ProducerRecord<byte[], byte[]> letter =
        DeadLetters.of(
            InstallationName.NONE,
            new DeadLetters.Place("order-intent", 3, 42),
            -1,
            new byte[key],
            new byte[value],
            headers,
            "x".repeat(500));

    assertThat(
            AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                letter.key(),
                letter.value(),
                letter.headers().toArray()))
        .isLessThanOrEqualTo(Topics.DEAD_LETTER.maxMessageBytes());
    assertThat(letter.timestamp()).isZero();
    assertThat(text(letter, DeadLetters.TOPIC_HEADER)).isEqualTo("order-intent");
    assertThat(text(letter, DeadLetters.OFFSET_HEADER)).isEqualTo("42");
    if (whole) {
      assertThat(letter.value()).hasSize(value);
      assertThat(letter.headers().lastHeader(DeadLetters.LEFT_OUT_HEADER)).isNull();
    } else {
      assertThat(letter.value()).isNull();
      assertThat(Long.parseLong(text(letter, DeadLetters.LEFT_OUT_HEADER)))
          .isBetween((long) key + value + header, (long) HUGE + 100);
    }
  }

  private static String text(ProducerRecord<byte[], byte[]> letter, String key) {
    Header header = letter.headers().lastHeader(key);
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
