package com.alphapulse.riskbudget.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.topology.failure.DeadLetterHandler;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Sends what nobody can read to every topic that a stage reads, and looks for it. */
final class UnreadableBytes {
  private static final Set<Topics> INPUTS =
      EnumSet.of(
          Topics.MARKET_DATA,
          Topics.INSTRUMENT,
          Topics.REGIME_CHANGE,
          Topics.PORTFOLIO,
          Topics.EXECUTION_REPORT,
          Topics.RISK_OVERRIDE,
          Topics.RISK_OVERRIDE_ROUTED,
          Topics.MARKET_STATE,
          Topics.MARKET_MARKS,
          Topics.BUDGET_UPDATE,
          Topics.ORDER_INTENT);

  private static final int PARTITION = 2;
  private static final long TIME = 1_700_000_000_000L;

  private final Outside outside;

  UnreadableBytes(Outside outside) {
    this.outside = outside;
  }

  void sendEverywhereAndFind() {
    Map<Topics, byte[]> sent = new LinkedHashMap<>();
    for (Topics topic : INPUTS) {
      byte[] text = ("not a record, for " + topic.logicalName()).getBytes(StandardCharsets.UTF_8);
      outside.sendRaw(topic, PARTITION, "key", text, TIME);
      sent.put(topic, text);
    }
    // The framing is right, and no schema has the id.
    byte[] unknownSchema = {0, 0x7f, 0x7f, 0x7f, 0x7f, 2, 'x'};
    outside.sendRaw(Topics.ORDER_INTENT, PARTITION, "key", unknownSchema, TIME);
    outside.flush();
    sent.forEach(this::find);
    find(Topics.ORDER_INTENT, unknownSchema);
  }

  private void find(Topics topic, byte[] value) {
    ConsumerRecord<String, byte[]> letter =
        outside.awaitDeadLetter(
            l ->
                Arrays.equals(l.value(), value)
                    && header(l, DeadLetterHandler.TOPIC_HEADER).equals(topic.logicalName()));
    assertThat(letter.key()).isEqualTo("key");
    assertThat(letter.timestamp()).isEqualTo(TIME);
    assertThat(header(letter, DeadLetterHandler.PARTITION_HEADER))
        .isEqualTo(Integer.toString(PARTITION));
    assertThat(Long.parseLong(header(letter, DeadLetterHandler.OFFSET_HEADER))).isNotNegative();
    assertThat(header(letter, DeadLetterHandler.ERROR_HEADER)).isNotBlank();
  }

  private static String header(ConsumerRecord<String, byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
