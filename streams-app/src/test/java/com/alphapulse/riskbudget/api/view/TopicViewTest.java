package com.alphapulse.riskbudget.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.Samples;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicViewTest {
  private static final int PARTITIONS = 2;

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final InMemorySchemaRegistry schemas = new InMemorySchemaRegistry();
  private final AtomicBoolean registryUp = new AtomicBoolean(true);
  private final AtomicLong nanos = new AtomicLong();
  private final ReadModel model = new ReadModel();
  private final List<ViewEvent> told = new ArrayList<>();
  private final List<SpecificRecord> read = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private TopicView view;

  @BeforeEach
  void start() {
    SchemaRegistry registry =
        new SchemaRegistry() {
          @Override
          public int register(String subject, Schema schema) {
            return schemas.register(subject, schema);
          }

          @Override
          public Schema schemaById(int id) {
            if (!registryUp.get()) {
              throw new RegistryUnavailableException("down");
            }
            return schemas.schemaById(id);
          }
        };
    Map<ViewTopic, Deserializer<? extends SpecificRecord>> deserializers =
        new EnumMap<>(ViewTopic.class);
    for (ViewTopic topic : ViewTopic.values()) {
      deserializers.put(topic, AvroSerde.of(topic.recordType(), registry).deserializer());
      makeTopic(topic);
    }
    view =
        new TopicView(
            InstallationName.NONE,
            consumer,
            deserializers,
            model,
            new TopicView.Listener() {
              @Override
              public void changed(ViewEvent event) {
                told.add(event);
              }

              @Override
              public void read(SpecificRecord value, Headers headers) {
                read.add(value);
              }

              @Override
              public void unreadable(String topic) {
                unreadable.add(topic);
              }
            },
            nanos::get);
  }

  @Test
  void shouldBeCurrentOnlyAfterReadingToTheEnd_whenThereIsHistory() {
    end(ViewTopic.BUDGET_UPDATE, 0, 2);
    view.step();
    assertThat(view.isCurrent()).isFalse();

    add(ViewTopic.BUDGET_UPDATE, 0, 0, "p", Samples.budget("p", 1));
    view.step();
    assertThat(view.isCurrent()).isFalse();

    add(ViewTopic.BUDGET_UPDATE, 0, 1, "p", Samples.budget("p", 2));
    view.step();
    assertThat(view.isCurrent()).isTrue();
    assertThat(model.history(Selection.ALL, Span.newest(10)).items()).hasSize(2);
    assertThat(told).as("history is no news").isEmpty();
    assertThat(read).hasSize(2);

    add(ViewTopic.BUDGET_UPDATE, 0, 2, "p", Samples.budget("p", 3));
    view.step();
    assertThat(told).extracting(ViewEvent::type).containsExactly(ViewEvent.Type.BUDGET);
  }

  @Test
  void shouldStartAtTheTail_whenTopicIsLong() {
    end(ViewTopic.APPROVED_ORDER, 1, 1_000_000);
    end(ViewTopic.RISK_OVERRIDE, 1, 1_000_000);
    view.step();

    assertThat(consumer.position(partition(ViewTopic.APPROVED_ORDER, 1)))
        .isEqualTo(1_000_000 - ViewTopic.TAIL_PER_PARTITION);
    assertThat(consumer.position(partition(ViewTopic.RISK_OVERRIDE, 1))).isZero();
  }

  @Test
  void shouldReadOnePartition_whenRecordsAreInEvery() {
    view.step();

    assertThat(consumer.assignment())
        .contains(partition(ViewTopic.MARKET_STATE, 0), partition(ViewTopic.BUDGET_UPDATE, 1))
        .doesNotContain(partition(ViewTopic.MARKET_STATE, 1));
  }

  @Test
  void shouldWait_whenTopicIsMissing() {
    consumer.updatePartitions(ViewTopic.RISK_ALERT.on(InstallationName.NONE), List.of());
    assertThat(view.step()).isFalse();
    assertThat(view.isCurrent()).isFalse();

    makeTopic(ViewTopic.RISK_ALERT);
    assertThat(view.step()).isTrue();
    assertThat(view.isCurrent()).isTrue();
  }

  @Test
  void shouldLeaveOutAndGoOn_whenRecordIsUnreadable() {
    view.step();
    consumer.addRecord(
        new ConsumerRecord<>(
            ViewTopic.RISK_ALERT.on(InstallationName.NONE), 0, 0, key("p"), new byte[] {9, 9, 9}));
    consumer.addRecord(
        new ConsumerRecord<>(
            ViewTopic.RISK_ALERT.on(InstallationName.NONE), 0, 1, null, new byte[] {0}));
    add(ViewTopic.RISK_ALERT, 0, 2, "p", Samples.of(RiskAlert.class));
    view.step();

    assertThat(unreadable).containsExactly("risk-alert", "risk-alert");
    assertThat(model.alerts(Selection.ALL, Span.newest(10)).items()).hasSize(1);
  }

  @Test
  void shouldLoseNothing_whenRegistryIsDownForAWhile() {
    view.step();
    registryUp.set(false);
    add(ViewTopic.RISK_ALERT, 0, 0, "p", Samples.of(RiskAlert.class));
    assertThat(view.step()).isFalse();
    assertThat(model.alerts(Selection.ALL, Span.newest(10)).items()).isEmpty();
    assertThat(consumer.position(partition(ViewTopic.RISK_ALERT, 0))).isZero();

    registryUp.set(true);
    add(ViewTopic.RISK_ALERT, 0, 0, "p", Samples.of(RiskAlert.class));
    view.step();
    assertThat(model.alerts(Selection.ALL, Span.newest(10)).items()).hasSize(1);
    assertThat(unreadable).isEmpty();
  }

  @Test
  void shouldForgetPortfolio_whenTombstoneArrives() {
    view.step();
    add(ViewTopic.PORTFOLIO, 0, 0, "p", Samples.portfolio("p"));
    view.step();
    assertThat(model.isKnown("p")).isTrue();

    consumer.addRecord(
        new ConsumerRecord<>(ViewTopic.PORTFOLIO.on(InstallationName.NONE), 0, 1, key("p"), null));
    view.step();
    assertThat(model.isKnown("p")).isFalse();
  }

  @Test
  void shouldNoLongerBeCurrent_whenBrokersDoNotAnswer() {
    view.step();
    assertThat(view.isCurrent()).isTrue();

    nanos.addAndGet(TopicView.CHECK_INTERVAL.toNanos());
    consumer.setOffsetsException(new TimeoutException("no answer"));
    assertThat(view.step()).isFalse();
    assertThat(view.isCurrent()).as("not yet stale").isTrue();

    nanos.addAndGet(TopicView.STALE_AFTER.toNanos());
    assertThat(view.isCurrent()).isFalse();

    consumer.setOffsetsException(null);
    view.step();
    assertThat(view.isCurrent()).isTrue();
  }

  @Test
  void shouldGoOn_whenPollFailsOnce() {
    view.step();
    consumer.setPollException(new KafkaException("once"));

    assertThat(view.step()).isFalse();
    assertThat(view.step()).isTrue();
  }

  @Test
  void shouldCloseConsumer_whenNeverStartedOrRunning() {
    view.close();

    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void shouldEndThread_whenClosedWhileRunning() {
    view.start();
    view.close();

    assertThat(consumer.closed()).isTrue();
  }

  private void makeTopic(ViewTopic topic) {
    Node node = new Node(0, "localhost", 9092);
    List<PartitionInfo> partitions = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(
          new PartitionInfo(topic.on(InstallationName.NONE), i, node, new Node[0], new Node[0]));
      consumer.updateBeginningOffsets(Map.of(partition(topic, i), 0L));
      end(topic, i, 0);
    }
    consumer.updatePartitions(topic.on(InstallationName.NONE), partitions);
  }

  private void end(ViewTopic topic, int partition, long offset) {
    ends.put(partition(topic, partition), offset);
    consumer.updateEndOffsets(ends);
  }

  private <T extends SpecificRecord> void add(
      ViewTopic topic, int partition, long offset, String key, T value) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) value.getClass();
    byte[] bytes =
        AvroSerde.of(type, schemas).serializer().serialize(topic.on(InstallationName.NONE), value);
    consumer.addRecord(
        new ConsumerRecord<>(topic.on(InstallationName.NONE), partition, offset, key(key), bytes));
  }

  private static TopicPartition partition(ViewTopic topic, int partition) {
    return new TopicPartition(topic.on(InstallationName.NONE), partition);
  }

  private static byte[] key(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
