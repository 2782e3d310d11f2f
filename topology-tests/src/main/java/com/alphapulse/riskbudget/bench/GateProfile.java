package com.alphapulse.riskbudget.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the CPU time of the stream thread goes: execution samples, each counted for the first cost
 * centre that its stack goes through.
 */
final class GateProfile {
  private static final Pattern STREAM_THREAD = Pattern.compile(".*-StreamThread-\\d+");

  /** A sample counts for the first of these that any frame of its stack belongs to. */
  private static final Map<String, Pattern> CENTRES =
      compiled(
          "decode Avro",
          "riskbudget\\.serde\\.RecordReader",
          "utilisation rows, all of it",
          "topology\\.gate\\.UtilizationReport",
          "encode answers, Avro",
          "riskbudget\\.serde\\.RecordWriter",
          "encode the changelog's copy, Avro",
          "topology\\.wire\\.SingleObject",
          "changelog: keys, values, store",
          "riskbudget\\.(topology\\.account|state)\\.",
          "changelog: producer and collector",
          "ProcessorContextImpl\\.logChange",
          "ledger and valuation",
          "riskbudget\\.gate\\.ledger\\.",
          "checks and decision",
          "riskbudget\\.gate\\.",
          "records to values and back",
          "topology\\.wire\\.(GateWire|Decimals)",
          "counting decisions",
          "riskbudget\\.observability\\.",
          "answers: producer and collector",
          "processor\\.internals\\.(RecordCollectorImpl|SinkNode)",
          "commit",
          "(commitOffsetsOrTransaction|StreamThread\\.maybeCommit)",
          "poll",
          "StreamThread\\.pollPhase",
          "choice of the next record, by Kafka Streams",
          "processor\\.internals\\.PartitionGroup",
          "gate's processor, the rest",
          "riskbudget\\.topology\\.");

  /** What is used all over the place; a sample may count for several. */
  private static final Map<String, Pattern> MEANS =
      compiled(
          "BigDecimal and BigInteger", "^java\\.math\\.",
          "hash maps and sets", "^java\\.util\\.(Linked)?Hash(Map|Set)",
          "immutable collections", "^java\\.util\\.ImmutableCollections",
          "streams and Optional", "^java\\.util\\.(stream\\.|Optional)",
          "text formatting", "^java\\.util\\.Formatter",
          "Avro, reading and writing", "^org\\.apache\\.avro\\.(io|generic|specific)",
          "Avro, conversions of decimals and times", "^org\\.apache\\.avro\\.(Conversions|data)",
          "Kafka's metrics", "^org\\.apache\\.kafka\\.common\\.metrics");

  private static final int METHODS = 25;

  private final Map<String, Integer> byCentre = new LinkedHashMap<>();
  private final Map<String, Integer> byMeans = new LinkedHashMap<>();
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
    lines.add("  Of these, with such a call on the stack");
    table(byMeans, MEANS.size(), lines);
    lines.add("");
    lines.add("  Methods on top of the stack");
    table(byMethod, METHODS, lines);
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
    List<String> names = frames.stream().map(GateProfile::name).toList();
    byMethod.merge(names.get(0), 1, Integer::sum);
    byCentre.merge(first(CENTRES, names).orElse("Kafka Streams, the rest"), 1, Integer::sum);
    MEANS.forEach(
        (mean, pattern) -> {
          if (names.stream().anyMatch(name -> pattern.matcher(name).find())) {
            byMeans.merge(mean, 1, Integer::sum);
          }
        });
  }

  private static Optional<String> first(Map<String, Pattern> patterns, List<String> names) {
    return patterns.entrySet().stream()
        .filter(entry -> names.stream().anyMatch(name -> entry.getValue().matcher(name).find()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  private static Map<String, Pattern> compiled(String... namesAndPatterns) {
    Map<String, Pattern> compiled = new LinkedHashMap<>();
    for (int i = 0; i < namesAndPatterns.length; i += 2) {
      compiled.put(namesAndPatterns[i], Pattern.compile(namesAndPatterns[i + 1]));
    }
    return compiled;
  }
}
