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

  /** What can be told of a record from how it was made. */
  enum Made {
    /** It must be taken in, or decided, and nobody may complain. */
    GOOD,
    /** It must not be taken in, and somebody must complain. */
    BAD,
    /** It may make sense, by what the stages know of whom it is about. */
    EITHER
  }

  /** Where a record was written. */
  record Place(Topics topic, int partition, long offset) {}

  /**
   * The records of one input. A complaint is an alert or a dead letter.
   *
   * @param good made good
   * @param accepted of these, those of which nobody complained; of intents, that were decided once
   * @param bad made bad
   * @param complained of these, those of which somebody complained; of intents, that were answered
   * @param eitherAccepted of the rest, as of the good
   * @param eitherComplained of the rest, as of the bad
   * @param deadLettered of all
   * @param missing intents that were not answered
   * @param twice answers to intents that had one
   */
  record Row(
      Topics topic,
      long good,
      long accepted,
      long bad,
      long complained,
      long eitherAccepted,
      long eitherComplained,
      long deadLettered,
      long missing,
      long twice) {

    long sent() {
      return good + bad + eitherAccepted + eitherComplained;
    }

    /** Records that were answered otherwise than they must be. */
    long differences() {
      return good - accepted + bad - complained + missing + twice;
    }
  }

  private enum Fate {
    ALERTED,
    DEAD_LETTERED,
    DECIDED
  }

  private final Map<Made, Map<Topics, List<BitSet>>> made = new EnumMap<>(Made.class);
  private final Map<Fate, Map<Topics, List<BitSet>>> fates = new EnumMap<>(Fate.class);
  private final int partitions;
  private long twice;

  HostileLedger(int partitions) {
    this.partitions = partitions;
    for (Made each : Made.values()) {
      made.put(each, none());
    }
    for (Fate each : Fate.values()) {
      fates.put(each, none());
    }
  }

  private Map<Topics, List<BitSet>> none() {
    Map<Topics, List<BitSet>> byTopic = new EnumMap<>(Topics.class);
    for (Topics topic : Topics.values()) {
      List<BitSet> bits = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        bits.add(new BitSet());
      }
      byTopic.put(topic, bits);
    }
    return byTopic;
  }

  /** Takes in that the broker has a record. */
  synchronized void sent(Topics topic, int partition, long offset, Made how) {
    made.get(how).get(topic).get(partition).set(Math.toIntExact(offset));
  }

  /** Takes in an alert about a record. */
  synchronized void alerted(Place place) {
    at(Fate.ALERTED, place).set(Math.toIntExact(place.offset()));
  }

  /** Takes in the dead letter of a record. */
  synchronized void deadLettered(Place place) {
    if (at(Fate.DECIDED, place).get(Math.toIntExact(place.offset()))) {
      twice++;
    }
    at(Fate.DEAD_LETTERED, place).set(Math.toIntExact(place.offset()));
  }

  /** Takes in the decision of an intent. */
  synchronized void decided(Place place) {
    int offset = Math.toIntExact(place.offset());
    if (at(Fate.DECIDED, place).get(offset) || at(Fate.DEAD_LETTERED, place).get(offset)) {
      twice++;
    }
    at(Fate.DECIDED, place).set(offset);
  }

  private BitSet at(Fate fate, Place place) {
    return fates.get(fate).get(place.topic()).get(place.partition());
  }

  /** Records of which something must be heard yet. */
  synchronized long silent() {
    return rows().stream().mapToLong(row -> row.bad() - row.complained() + row.missing()).sum();
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
    boolean intents = topic == Topics.ORDER_INTENT;
    Map<Made, Long> accepted = new EnumMap<>(Made.class);
    Map<Made, Long> complained = new EnumMap<>(Made.class);
    Map<Made, Long> sent = new EnumMap<>(Made.class);
    long dead = 0;
    long missing = 0;
    for (int partition = 0; partition < partitions; partition++) {
      BitSet letters = fates.get(Fate.DEAD_LETTERED).get(topic).get(partition);
      BitSet decided = fates.get(Fate.DECIDED).get(topic).get(partition);
      BitSet complaints = (BitSet) letters.clone();
      complaints.or(fates.get(Fate.ALERTED).get(topic).get(partition));
      for (Made how : Made.values()) {
        BitSet of = made.get(how).get(topic).get(partition);
        // An intent is answered by its decision, whatever is wrong with it.
        long told = common(of, intents && how == Made.BAD ? union(letters, decided) : complaints);
        long taken = intents && how == Made.GOOD ? common(of, decided) : of.cardinality() - told;
        sent.merge(how, (long) of.cardinality(), Long::sum);
        complained.merge(how, told, Long::sum);
        accepted.merge(how, taken, Long::sum);
        dead += common(of, letters);
        if (intents && how == Made.EITHER) {
          missing += of.cardinality() - common(of, union(letters, decided));
        }
      }
    }
    return new Row(
        topic,
        sent.getOrDefault(Made.GOOD, 0L),
        accepted.getOrDefault(Made.GOOD, 0L),
        sent.getOrDefault(Made.BAD, 0L),
        complained.getOrDefault(Made.BAD, 0L),
        accepted.getOrDefault(Made.EITHER, 0L),
        complained.getOrDefault(Made.EITHER, 0L),
        dead,
        missing,
        intents ? twice : 0);
  }

  private static BitSet union(BitSet a, BitSet b) {
    BitSet union = (BitSet) a.clone();
    union.or(b);
    return union;
  }

  private static long common(BitSet a, BitSet b) {
    BitSet common = (BitSet) a.clone();
    common.and(b);
    return common.cardinality();
  }
}
