package com.alphapulse.riskbudget.topology.failure;

import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A processor before which records that failed time and again are set aside: {@link
 * FailureHandler.Processing} sends them to {@code dead-letter} and raises the alert.
 */
public final class Guarded<K, V, L, W> implements Processor<K, V, L, W> {
  private final Processor<K, V, L, W> processor;
  private final FailedRecords failed;
  private ProcessorContext<L, W> context;

  private Guarded(Processor<K, V, L, W> processor, FailedRecords failed) {
    this.processor = processor;
    this.failed = failed;
  }

  public static <K, V, L, W> ProcessorSupplier<K, V, L, W> of(
      FailedRecords failed, ProcessorSupplier<K, V, L, W> supplier) {
    return () -> new Guarded<>(supplier.get(), failed);
  }

  @Override
  public void init(ProcessorContext<L, W> processorContext) {
    context = processorContext;
    processor.init(processorContext);
  }

  @Override
  public void process(Record<K, V> record) {
    Optional<String> error = context.recordMetadata().flatMap(failed::setAside);
    if (error.isPresent()) {
      throw new SetAsideException(error.get());
    }
    processor.process(record);
  }

  @Override
  public void close() {
    processor.close();
  }
}
