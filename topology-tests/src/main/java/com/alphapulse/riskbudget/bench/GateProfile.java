package com.alphapulse.riskbudget.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the CPU time of the stream thread goes: execution samples, each counted for the innermost
 * cost centre of its stack.
 */
final class GateProfile {
  private static final Pattern STREAM_THREAD = Pattern.compile(".*-StreamThread-\\d+");

  /** The first centre that a frame belongs to counts, from the innermost frame outwards. */
  private static final Map<String, Pattern> CENTRES = centres();

  private final Map<String, Integer> byCentre = new LinkedHashMap<>();
  private final Map<String, Integer> byMethod = new LinkedHashMap<>();
  private int samples;

  private GateProfile() {}

  /** Reads a recording. */
  static GateProfile of(Path file) throws IOException {
    GateProfile profile = new GateProfile();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")
            && event.getThread("sampledThread") != null
            && STREAM_THREAD
                .matcher(String.valueOf(event.getThread("sampledThread").getJavaName()))
                .matches()
            && event.getStackTrace() != null) {
          profile.count(event.getStackTrace().getFrames());
        }
      }
    }
    return profile;
  }

  /** Shares by cost centre, and the methods that most samples end in. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("  CPU of the gate's stream thread, %d samples".formatted(samples));
    table(byCentre, CENTRES.size() + 1, lines);
    lines.add("");
    lines.add("  Methods on top of the stack");
    table(byMethod, 25, lines);
    return lines;
  }

  private void table(Map<String, Integer> counts, int most, List<String> lines) {
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(most)
        .forEach(
            entry ->
                lines.add(
                    "    %5.1f %%  %s"
                        .formatted(100.0 * entry.getValue() / samples, entry.getKey())));
  }

  private void count(List<RecordedFrame> frames) {
    samples++;
    byMethod.merge(name(frames.get(0)), 1, Integer::sum);
    for (RecordedFrame frame : frames) {
      String name = name(frame);
      for (Map.Entry<String, Pattern> centre : CENTRES.entrySet()) {
        if (centre.getValue().matcher(name).find()) {
          byCentre.merge(centre.getKey(), 1, Integer::sum);
          return;
        }
      }
    }
    byCentre.merge("Kafka Streams, the rest", 1, Integer::sum);
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  private static Map<String, Pattern> centres() {
    String product = "com\\.alphapulse\\.riskbudget\\.";
    Map<String, String> patterns = new LinkedHashMap<>();
    patterns.put("decode Avro", product + "serde\\.RecordReader");
    patterns.put("encode answers and rows", product + "serde\\.RecordWriter");
    patterns.put("encode the changelog's copy", product + "topology\\.SingleObject");
    patterns.put("changelog keys and values", product + "topology\\.(LedgerEntries|BinaryState)");
    patterns.put("ledger and valuation", product + "gate\\.(PortfolioLedger|Exposure|Valuation)");
    patterns.put("checks", product + "gate\\.");
    patterns.put("records to values and back", product + "topology\\.(GateWire|Decimals)");
    patterns.put("utilisation rows", product + "topology\\.UtilizationReport");
    patterns.put("count metrics", product + "observability\\.");
    patterns.put("copies of records", "org\\.apache\\.avro\\.");
    patterns.put("producer", "org\\.apache\\.kafka\\.clients\\.producer");
    patterns.put("consumer", "org\\.apache\\.kafka\\.clients\\.consumer");
    patterns.put("changelog store", product + "topology\\.LedgerStore|streams\\.state\\.");
    patterns.put("Kafka's own metrics", "org\\.apache\\.kafka\\.common\\.metrics");
    patterns.put("gate's processor, the rest", product + "topology\\.");
    Map<String, Pattern> centres = new LinkedHashMap<>();
    patterns.forEach((name, pattern) -> centres.put(name, Pattern.compile(pattern)));
    return centres;
  }
}
