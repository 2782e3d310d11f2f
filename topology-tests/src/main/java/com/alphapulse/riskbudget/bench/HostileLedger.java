package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of each record that was sent, by its topic, partition and offset: a bit each, so that
 * millions fit. Safe for use by several threads.
 */
final class HostileLedger {

  /** What can become of a record. */
  private enum Fate {
    SENT,
    MUST_BE_REFUSED,
    ALERTED,
    DEAD_LETTERED
  }

  /**
   * The records of one input.
   *
   * @param accepted taken in: by what can be told from outside nothing was wrong with them, and
   *     nobody complained; of intents, those that were decided
   * @param unaccounted that had to be refused, and of which nothing was heard
   */
  record Row(
      Topics topic, long sent, long accepted, long alerted, long deadLettered, long unaccounted) {}

  private final Map<Fate, Map<Topics, List<BitSet>>> fates = new EnumMap<>(Fate.class);
  private long decided;

  HostileLedger(int partitions) {
    for (Fate fate : Fate.values()) {
      Map<Topics, List<BitSet>> byTopic = new EnumMap<>(Topics.class);
      for (Topics topic : Topics.values()) {
        List<BitSet> bits = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
          bits.add(new BitSet());
        }
        byTopic.put(topic, bits);
      }
      fates.put(fate, byTopic);
    }
  }

  /** Takes in that the broker has a record. */
  synchronized void sent(Topics topic, int partition, long offset, boolean mustBeRefused) {
    set(Fate.SENT, topic, partition, offset);
    if (mustBeRefused) {
      set(Fate.MUST_BE_REFUSED, topic, partition, offset);
    }
  }

  /** Takes in an alert. */
  synchronized void alerted(Topics topic, int partition, long offset) {
    set(Fate.ALERTED, topic, partition, offset);
  }

  /** Takes in a dead letter. */
  synchronized void deadLettered(Topics topic, int partition, long offset) {
    set(Fate.DEAD_LETTERED, topic, partition, offset);
  }

  /** Takes in a decision. */
  synchronized void decided() {
    decided++;
  }

  private void set(Fate fate, Topics topic, int partition, long offset) {
    fates.get(fate).get(topic).get(partition).set(Math.toIntExact(offset));
  }

  /** Records of which nothing was heard yet and must be. */
  synchronized long unaccounted() {
    return rows().stream().mapToLong(Row::unaccounted).sum();
  }

  /** A row for each input. */
  synchronized List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Topics topic : Topics.values()) {
      Row row = row(topic);
      if (row.sent() > 0) {
        rows.add(row);
      }
    }
    return rows;
  }

  private Row row(Topics topic) {
    long sent = 0;
    long dead = 0;
    long alerted = 0;
    long silent = 0;
    for (int partition = 0; partition < fates.get(Fate.SENT).get(topic).size(); partition++) {
      BitSet ofSent = bits(Fate.SENT, topic, partition);
      BitSet letters = bits(Fate.DEAD_LETTERED, topic, partition);
      letters.and(ofSent);
      BitSet told = bits(Fate.ALERTED, topic, partition);
      told.and(ofSent);
      told.andNot(letters);
      BitSet missing = bits(Fate.MUST_BE_REFUSED, topic, partition);
      missing.andNot(told);
      missing.andNot(letters);
      sent += ofSent.cardinality();
      dead += letters.cardinality();
      alerted += told.cardinality();
      silent += missing.cardinality();
    }
    // Every intent is decided, whatever is wrong with it.
    return topic == Topics.ORDER_INTENT
        ? new Row(topic, sent, decided, 0, dead, Math.abs(sent - decided - dead))
        : new Row(topic, sent, sent - alerted - dead - silent, alerted, dead, silent);
  }

  private BitSet bits(Fate fate, Topics topic, int partition) {
    return (BitSet) fates.get(fate).get(topic).get(partition).clone();
  }
}
