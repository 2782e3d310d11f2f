package com.alphapulse.riskbudget.topology.kafka;

import com.alphapulse.riskbudget.config.InstallationName;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far one task has read its inputs, saved with what they changed: where the consumer's own
 * offsets are lost or set back, nothing is applied again. Each input has an entry of its own. The
 * gate, whose decisions tell their cursor, keeps the same in its ledger.
 */
public final class InputCursor {
  private static final Logger log = LoggerFactory.getLogger(InputCursor.class);

  private final InstallationName installation;
  private final KeyValueStore<Bytes, byte[]> store;
  private final Function<Input, Bytes> keys;
  private final Map<Input, Position> positions = new HashMap<>();

  /**
   * A partition of a topic.
   *
   * @param topic as it is called within the installation
   */
  public record Input(String topic, int partition) {
    /** As Kafka's own logs write it. */
    @Override
    public String toString() {
      return topic + "-" + partition;
    }
  }

  private static final class Position {
    private final Bytes key;
    private long offset;
    private boolean behind;

    private Position(Bytes key, long offset) {
      this.key = key;
      this.offset = offset;
    }
  }

  /**
   * A cursor as it was saved.
   *
   * @param keys of the inputs' entries
   */
  public InputCursor(
      InstallationName installation,
      KeyValueStore<Bytes, byte[]> store,
      Function<Input, Bytes> keys) {
    this.installation = installation;
    this.store = store;
    this.keys = keys;
  }

  /** Moves on to a record that the task reads from its own topic. */
  public boolean advance(RecordMetadata metadata) {
    return advance(
        new Input(installation.within(metadata.topic()), metadata.partition()), metadata.offset());
  }

  /**
   * Moves on to a record.
   *
   * @return false if it, or a later one of its input, was read before
   */
  public boolean advance(Input input, long offset) {
    Position position = positions.computeIfAbsent(input, this::load);
    if (offset <= position.offset) {
      if (!position.behind) {
        position.behind = true;
        log.warn(
            "Records of {}-{} from offset {} on, up to {}, were read before and are not applied again",
            input.topic(),
            input.partition(),
            offset,
            position.offset);
      }
      return false;
    }
    position.behind = false;
    position.offset = offset;
    store.put(position.key, ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
    return true;
  }

  private Position load(Input input) {
    Bytes key = keys.apply(input);
    byte[] saved = store.get(key);
    return new Position(key, saved == null ? -1 : ByteBuffer.wrap(saved).getLong());
  }
}
