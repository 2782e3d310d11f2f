package com.alphapulse.riskbudget.topology.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How much saved state is still to be read. Safe for use by many threads. */
public final class RestoreProgress implements StateRestoreListener {
  private final Map<TopicPartition, Long> remaining = new ConcurrentHashMap<>();

  /** Records of all stores that are being restored, as far as their changelogs' offsets tell. */
  public long remaining() {
    return remaining.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {
    remaining.put(changelog, Math.max(0, end - start));
  }

  @Override
  public void onBatchRestored(TopicPartition changelog, String store, long offset, long restored) {
    remaining.computeIfPresent(changelog, (partition, left) -> Math.max(0, left - restored));
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long total) {
    remaining.remove(changelog);
  }

  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long total) {
    remaining.remove(changelog);
  }
}
