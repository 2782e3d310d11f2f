package com.alphapulse.riskbudget.topology.failure;

import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a record at which a stage fails: see {@link FailedRecords}. Its two halves are
 * made by Kafka Streams and find this object in their configuration.
 */
public final class FailureHandler {
  /** Configuration key under which the application passes this object. */
  static final String CONFIG = "riskbudget.failure-handler";

  private static final Logger log = LoggerFactory.getLogger(FailureHandler.class);

  /** In the place of a topic, where what follows from a timer is too large. */
  private static final String TIMER = "timer";

  private final InstallationName installation;
  private final FailedRecords failed;
  private final Metrics metrics;
  private final Serializer<RiskAlert> alerts;

  FailureHandler(
      InstallationName installation,
      FailedRecords failed,
      Metrics metrics,
      Serializer<RiskAlert> alerts) {
    this.installation = installation;
    this.failed = failed;
    this.metrics = metrics;
    this.alerts = alerts;
  }

  /** Handler of an application of that installation, whose serdes those are. */
  public static FailureHandler of(
      InstallationName installation, Metrics metrics, RecordSerdes serdes) {
    return new FailureHandler(
        installation, new FailedRecords(), metrics, serdes.of(RiskAlert.class).serializer());
  }

  /** What the application failed at so far. */
  public FailedRecords failed() {
    return failed;
  }

  /** Puts both halves, and this object for them to find, into the settings of the application. */
  public void configure(Properties settings) {
    settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, Processing.class);
    settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, Production.class);
    settings.put(CONFIG, this);
  }

  /** Failures while a record is processed. */
  public static final class Processing implements ProcessingExceptionHandler {
    private FailureHandler handler;

    @Override
    public void configure(Map<String, ?> configs) {
      handler = (FailureHandler) configs.get(CONFIG);
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
        ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
      if (exception instanceof SetAsideException) {
        return ProcessingExceptionHandler.Response.resume(
            handler.setAside(context, exception.getMessage()));
      }
      handler.count(context, exception);
      return ProcessingExceptionHandler.Response.fail();
    }
  }

  /** Failures while a record is written. */
  public static final class Production implements ProductionExceptionHandler {
    private FailureHandler handler;

    @Override
    public void configure(Map<String, ?> configs) {
      handler = (FailureHandler) configs.get(CONFIG);
    }

    /** A changelog entry or an output that the broker does not take must not get lost. */
    @Override
    public ProductionExceptionHandler.Response handleError(
        ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
      handler.count(context, exception);
      return ProductionExceptionHandler.Response.fail();
    }

    @Override
    @SuppressWarnings("rawtypes") // As the interface has it.
    public ProductionExceptionHandler.Response handleSerializationError(
        ErrorHandlerContext context,
        ProducerRecord record,
        Exception exception,
        SerializationExceptionOrigin origin) {
      if (exception instanceof TooLargeException tooLarge && tooLarge.mayBeLeftOut()) {
        return ProductionExceptionHandler.Response.resume(handler.leftOut(context, tooLarge));
      }
      handler.count(context, exception);
      return ProductionExceptionHandler.Response.fail();
    }
  }

  private void count(ErrorHandlerContext context, Exception exception) {
    boolean ofTheRecord =
        context.topic() != null
            && !failed.isCounted(exception)
            && !RegistryUnavailableException.isCauseOf(exception)
            && !Causes.isOfTheCluster(exception);
    if (ofTheRecord) {
      int times = failed.failed(context.topic(), context.partition(), context.offset(), exception);
      log.error(
          "Failure {} of {} at {}-{} offset {}; it is {}",
          times,
          FailedRecords.SET_ASIDE_AFTER,
          context.topic(),
          context.partition(),
          context.offset(),
          times < FailedRecords.SET_ASIDE_AFTER ? "read again" : "set aside when it is read again",
          exception);
    }
  }

  private List<ProducerRecord<byte[], byte[]>> setAside(ErrorHandlerContext context, String error) {
    return tell(
        context,
        AlertType.RECORD_SET_ASIDE,
        error,
        "The record at %s-%d offset %d has failed %d times (%s). It was set aside on dead-letter without any effect, and the stage went on: find out what it was to do, and send it again once the cause is mended."
            .formatted(
                topic(context),
                context.partition(),
                context.offset(),
                FailedRecords.SET_ASIDE_AFTER,
                error));
  }

  private List<ProducerRecord<byte[], byte[]>> leftOut(
      ErrorHandlerContext context, TooLargeException tooLarge) {
    return tell(
        context,
        AlertType.OUTPUT_LEFT_OUT,
        tooLarge.getMessage(),
        "What follows from the record at %s-%d offset %d is too large to be written (%s) and was left out; a dead letter tells of it."
            .formatted(
                topic(context), context.partition(), context.offset(), tooLarge.getMessage()));
  }

  private List<ProducerRecord<byte[], byte[]>> tell(
      ErrorHandlerContext context, AlertType type, String error, String message) {
    log.error(message);
    metrics.deadLetter(topic(context));
    metrics.alert(type);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    records.add(
        DeadLetters.of(
            installation,
            new DeadLetters.Place(topic(context), context.partition(), context.offset()),
            context.timestamp(),
            context.sourceRawKey(),
            context.sourceRawValue(),
            context.headers(),
            error));
    records.add(alert(context, type, message));
    return records;
  }

  /** Names the record and the stage: another stage that reads the same topic may have taken it. */
  private ProducerRecord<byte[], byte[]> alert(
      ErrorHandlerContext context, AlertType type, String message) {
    String alertTopic = Topics.RISK_ALERT.on(installation);
    long now = System.currentTimeMillis();
    RiskAlert alert =
        ReferenceWire.alert(
            Alert.of(
                type,
                Severity.CRITICAL,
                "%s-%d:%d by %s"
                    .formatted(
                        topic(context),
                        context.partition(),
                        context.offset(),
                        context.processorNodeId()),
                message,
                now),
            Optional.empty(),
            Optional.empty());
    return new ProducerRecord<>(
        alertTopic,
        null,
        now,
        topic(context).getBytes(StandardCharsets.UTF_8),
        alerts.serialize(alertTopic, alert),
        CausedBy.headers(topic(context), context.partition(), context.offset()));
  }

  /** The record's topic, as it is called within the installation; a timer has none. */
  private String topic(ErrorHandlerContext context) {
    return context.topic() == null ? TIMER : installation.within(context.topic());
  }
}
