package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.state.BinaryState;
import com.alphapulse.riskbudget.state.EntryIo;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How far one budget task has read its inputs, saved with what they changed: where the consumer's
 * own offsets are lost or set back, nothing is applied again.
 */
final class BudgetCursor {
  /** New ones come last: an older, shorter cursor stays readable. */
  private static final List<String> INPUTS =
      List.of(
              Topics.MARKET_STATE,
              Topics.PORTFOLIO,
              Topics.EXECUTION_REPORT,
              Topics.RISK_OVERRIDE_ROUTED,
              Topics.MARKET_MARKS,
              Topics.APPROVED_ORDER)
          .stream()
          .map(Topics::topicName)
          .toList();

  private static final byte FORMAT = 1;

  private final KeyValueStore<Bytes, byte[]> store;
  private final Bytes key = LedgerEntries.key(Kind.CURSOR);
  private final long[] offsets = new long[INPUTS.size()];
  private final long approvalsSince;

  /**
   * Loads it.
   *
   * @param approvalsSince where none was saved: approvals that were decided before are not read,
   *     wall-clock time in milliseconds
   */
  BudgetCursor(KeyValueStore<Bytes, byte[]> store, long approvalsSince) {
    this.store = store;
    Arrays.fill(offsets, -1);
    byte[] saved = store.get(key);
    this.approvalsSince = saved == null ? approvalsSince : read(saved);
  }

  private long read(byte[] saved) {
    try {
      DataInputStream in = LedgerEntries.in(saved);
      EntryIo.format(in, FORMAT);
      long since = in.readLong();
      int length = in.readUnsignedByte();
      for (int i = 0; i < Math.min(length, offsets.length); i++) {
        offsets[i] = in.readLong();
      }
      return since;
    } catch (IOException e) {
      throw new UncheckedIOException("the budget's cursor cannot be read", e);
    }
  }

  /**
   * Moves on to a record.
   *
   * @return false if it, or a later one of its topic, was read before
   */
  boolean advance(String topic, long offset) {
    int input = INPUTS.indexOf(topic);
    if (offset <= offsets[input]) {
      return false;
    }
    offsets[input] = offset;
    store.put(key, BinaryState.of(this::write));
    return true;
  }

  private void write(DataOutput out) throws IOException {
    out.writeByte(FORMAT);
    out.writeLong(approvalsSince);
    out.writeByte(offsets.length);
    for (long offset : offsets) {
      out.writeLong(offset);
    }
  }

  /**
   * Whether an approval is to be read. Those from before orders were kept are not: reports may have
   * ended them before.
   *
   * @param decidedAt wall-clock time of the gate, milliseconds
   */
  boolean wantsApproval(long decidedAt) {
    return decidedAt >= approvalsSince;
  }
}
