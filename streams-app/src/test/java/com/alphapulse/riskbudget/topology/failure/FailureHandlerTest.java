package com.alphapulse.riskbudget.topology.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureHandlerTest {
  private static final long OFFSET = 42;
  private static final long TIMER = -1;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Metrics metrics = new Metrics();
  private final FailureHandler failures =
      FailureHandler.of(
          InstallationName.NONE,
          metrics,
          new RecordSerdes(registry, Configuration.defaults().registry()));
  private final FailureHandler.Processing processing = new FailureHandler.Processing();
  private final FailureHandler.Production production = new FailureHandler.Production();
  private final FailurePolicy policy =
      new FailurePolicy("order-gate", failures.failed(), () -> Instant.EPOCH);

  @BeforeEach
  void configure() {
    Properties settings = new Properties();
    failures.configure(settings);
    Map<String, Object> configs = Map.of(FailureHandler.CONFIG, failures);
    processing.configure(configs);
    production.configure(configs);
    assertThat(settings).containsEntry(FailureHandler.CONFIG, failures);
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldReadTheRecordAgain_whenItFailedOnce() {
    assertThat(fail(OFFSET).result()).isEqualTo(ProcessingExceptionHandler.Result.FAIL);

    assertThat(isSetAside(OFFSET)).isFalse();
  }

  @Test
  void shouldSetTheRecordAside_whenItFailedTwice() {
    fail(OFFSET);
    fail(OFFSET + 1);
    fail(OFFSET);

    assertThat(isSetAside(OFFSET)).isTrue();
    assertThat(isSetAside(OFFSET + 1)).isFalse();
    ProcessingExceptionHandler.Response response =
        processing.handleError(new Context(OFFSET), null, new SetAsideException("it was bad"));

    assertThat(response.result()).isEqualTo(ProcessingExceptionHandler.Result.RESUME);
    List<ProducerRecord<byte[], byte[]>> told = response.deadLetterQueueRecords();
    assertThat(told).extracting(ProducerRecord::topic).containsExactly("dead-letter", "risk-alert");
    assertThat(told.get(0).value()).containsExactly(9, 9);
    RiskAlert alert =
        AvroSerde.of(RiskAlert.class, registry)
            .deserializer()
            .deserialize("risk-alert", told.get(1).value());
    assertThat(alert.getType()).isEqualTo("RECORD_SET_ASIDE");
    assertThat(alert.getSeverity().name()).isEqualTo("CRITICAL");
    assertThat(alert.getScopeId()).isEqualTo("order-intent-3:42 by gate-stage");
    assertThat(alert.getMessage()).contains("order-intent-3 offset 42", "it was bad");
  }

  @Test
  void shouldBlameNoRecord_whenTheClusterOrTheRegistryDoesNotAnswer() {
    for (int i = 0; i < 3; i++) {
      processing.handleError(
          new Context(OFFSET), null, new StreamsException("send", new TimeoutException("late")));
      processing.handleError(
          new Context(OFFSET), null, new RegistryUnavailableException("down", new IOException()));
    }

    assertThat(isSetAside(OFFSET)).isFalse();
  }

  /** What the broker refuses is told while another record is processed. */
  @Test
  void shouldBlameTheRecordThatWasWritten_whenTheBrokerRefusesIt() {
    for (int i = 0; i < 2; i++) {
      RecordTooLargeException refused = new RecordTooLargeException("too large");
      assertThat(production.handleError(new Context(OFFSET), null, refused).result())
          .isEqualTo(ProductionExceptionHandler.Result.FAIL);
      processing.handleError(new Context(OFFSET + 1), null, new StreamsException("send", refused));
    }

    assertThat(isSetAside(OFFSET)).isTrue();
    assertThat(isSetAside(OFFSET + 1)).isFalse();
  }

  /** What a record leads to, and what a timer does, which has neither topic nor offset. */
  @ParameterizedTest
  @ValueSource(longs = {OFFSET, TIMER})
  void shouldGoOnWithoutARecord_whenItIsTooLargeAndNobodysDecision(long offset) {
    ProductionExceptionHandler.Response response =
        production.handleSerializationError(
            new Context(offset), null, new TooLargeException("market-state", 9, 8, true), null);

    assertThat(response.result()).isEqualTo(ProductionExceptionHandler.Result.RESUME);
    assertThat(response.deadLetterQueueRecords())
        .extracting(ProducerRecord::topic)
        .containsExactly("dead-letter", "risk-alert");
  }

  @Test
  void shouldFail_whenADecisionCannotBeWritten() {
    ProductionExceptionHandler.Response response =
        production.handleSerializationError(
            new Context(OFFSET), null, new TooLargeException("approved-order", 9, 8, false), null);

    assertThat(response.result()).isEqualTo(ProductionExceptionHandler.Result.FAIL);
  }

  @Test
  void shouldReplaceTheThread_howeverOftenRecordsFail() {
    for (int i = 0; i < 50; i++) {
      IllegalStateException bad = new IllegalStateException("bad");
      processing.handleError(new Context(i), null, bad);
      assertThat(policy.handle(new StreamsException(bad)))
          .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    }
  }

  @Test
  void shouldStopTheApplication_whenThreadsFailForNoRecordsSake() {
    for (int i = 1; i < FailurePolicy.TOO_MANY; i++) {
      assertThat(policy.handle(new OutOfMemoryError("full")))
          .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    }
    assertThat(policy.handle(new OutOfMemoryError("full")))
        .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
  }

  private ProcessingExceptionHandler.Response fail(long offset) {
    return processing.handleError(new Context(offset), null, new IllegalStateException("bad"));
  }

  private boolean isSetAside(long offset) {
    return failures
        .failed()
        .setAside(new ProcessorRecordContext(0, offset, 3, "order-intent", new RecordHeaders()))
        .isPresent();
  }

  private record Context(long offset) implements ErrorHandlerContext {
    @Override
    public String topic() {
      return offset == TIMER ? null : "order-intent";
    }

    @Override
    public int partition() {
      return 3;
    }

    @Override
    public Headers headers() {
      return new RecordHeaders();
    }

    @Override
    public String processorNodeId() {
      return "gate-stage";
    }

    @Override
    public TaskId taskId() {
      return new TaskId(0, 3);
    }

    @Override
    public long timestamp() {
      return -1;
    }

    @Override
    public byte[] sourceRawKey() {
      return offset == TIMER ? null : new byte[] {1};
    }

    @Override
    public byte[] sourceRawValue() {
      return offset == TIMER ? null : new byte[] {9, 9};
    }
  }
}
