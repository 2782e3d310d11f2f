package com.alphapulse.riskbudget.e2e;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;

/** Keys and the partitions that Kafka's default hash sends them to. */
final class Partitions {

  private Partitions() {}

  /** A key for each partition, in order. */
  static List<String> oneKeyEach(String prefix) {
    Map<Integer, String> keys = new TreeMap<>();
    for (int i = 0; keys.size() < Installation.PARTITIONS; i++) {
      String key = prefix + "-" + i;
      keys.putIfAbsent(of(key), key);
    }
    return List.copyOf(keys.values());
  }

  static int of(String key) {
    int hash = Utils.murmur2(key.getBytes(StandardCharsets.UTF_8));
    return Utils.toPositive(hash) % Installation.PARTITIONS;
  }
}
