package com.alphapulse.riskbudget.topology.market;

import com.alphapulse.riskbudget.topology.kafka.Names;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Where a record was read from before it was repartitioned. A record that is read again is written
 * again, to another offset of the repartition topic, so only this tells that it is the same.
 */
record Origin(int partition, long offset) {

  static Origin of(RecordMetadata metadata) {
    return new Origin(metadata.partition(), metadata.offset());
  }

  /** The origin that a record tells; empty where it was not repartitioned. */
  static Optional<Origin> of(Headers headers) {
    Header header = headers.lastHeader(Names.ORIGIN);
    if (header == null) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(header.value());
    return Optional.of(new Origin(bytes.getInt(), bytes.getLong()));
  }

  /** Tells the origin in the headers, whatever a sender may have written there. */
  void tellIn(Headers headers) {
    headers
        .remove(Names.ORIGIN)
        .add(
            Names.ORIGIN,
            ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(partition)
                .putLong(offset)
                .array());
  }
}
