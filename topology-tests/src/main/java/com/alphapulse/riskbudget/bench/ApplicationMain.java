package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.runtime.LocalPlatform;
import com.alphapulse.riskbudget.runtime.Platform;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.Recording;

/**
 * The process of one contender. Commands: {@code start FILE} with a configuration, {@code cpu} for
 * the CPU time of the stream threads in nanoseconds, {@code record} and {@code dump FILE} for a
 * profile, {@code stop}. Several starts in a row keep the JVM warm.
 */
final class ApplicationMain {
  /** Not the threads of clients, whose names begin with that of their stream thread. */
  private static final Pattern STREAM_THREAD = Pattern.compile(".*-StreamThread-\\d+");

  private static final Duration SAMPLE_PERIOD = Duration.ofMillis(10);

  private final Contender contender;
  private AutoCloseable running;
  private Recording recording;

  private ApplicationMain(Contender contender) {
    this.contender = contender;
  }

  /**
   * Serves commands until the input ends.
   *
   * @param args name of the contender
   */
  public static void main(String[] args) throws IOException {
    ApplicationMain application = new ApplicationMain(Contender.valueOf(args[0]));
    ChildLoop.say("ok");
    ChildLoop.run(application::handle);
    Runtime.getRuntime().halt(0);
  }

  private String handle(String line) throws Exception {
    String[] words = line.split(" ", 2);
    switch (words[0]) {
      case "start" -> running = start(Configuration.load(Path.of(words[1])));
      case "stop" -> running.close();
      case "record" -> record();
      case "dump" -> dump(Path.of(words[1]));
      case "cpu" -> {
        return Long.toString(streamThreadCpu());
      }
      default -> throw new IllegalArgumentException("unknown command " + line);
    }
    return "";
  }

  private AutoCloseable start(Configuration configuration) {
    return switch (contender) {
      case BARE -> PassThrough.ofBytes(configuration);
      case AVRO ->
          PassThrough.ofRecords(
              configuration, new HttpSchemaRegistry(configuration.registry().url(), Map.of()));
      case GATE ->
          LocalPlatform.start(
              configuration, EnumSet.of(Platform.Part.GATE), false, InstantSource.system());
    };
  }

  private static long streamThreadCpu() {
    var threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && STREAM_THREAD.matcher(thread.getThreadName()).matches()) {
        sum += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return sum;
  }

  private void record() {
    recording = new Recording();
    recording.enable("jdk.ExecutionSample").withPeriod(SAMPLE_PERIOD);
    recording.start();
  }

  private void dump(Path file) throws IOException {
    recording.stop();
    recording.dump(file);
    recording.close();
  }
}
