package com.alphapulse.riskbudget.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * All cases of a folder against one platform, each a test of its own. The system property {@code
 * cases} picks those whose name holds its text.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CaseSuite {
  private static final String WANTED = System.getProperty("cases", "");
  private static final int SLOWEST_SHOWN = 5;

  private final String folder;
  private final Map<String, Duration> times = new TreeMap<>();
  private CasePlatform platform;
  private int played;

  /**
   * @param folder within the test resources' {@code cases}
   */
  CaseSuite(String folder) {
    this.folder = folder;
  }

  /** Starts the platform that the cases are played against; called once. */
  abstract CasePlatform startPlatform(Path dir);

  @BeforeAll
  void start(@TempDir Path dir) {
    platform = startPlatform(dir);
  }

  @AfterAll
  void stop() {
    if (platform != null) {
      platform.close();
    }
    List<String> slowest =
        times.entrySet().stream()
            .sorted(Map.Entry.<String, Duration>comparingByValue(Comparator.reverseOrder()))
            .limit(SLOWEST_SHOWN)
            .map(e -> "%s %.1f s".formatted(e.getKey(), e.getValue().toMillis() / 1000.0))
            .toList();
    Duration all = times.values().stream().reduce(Duration.ZERO, Duration::plus);
    System.out.printf(
        "%s: %d cases in %.1f s; the slowest: %s%n",
        getClass().getSimpleName(),
        times.size(),
        all.toMillis() / 1000.0,
        String.join(", ", slowest));
  }

  @TestFactory
  Stream<DynamicTest> shouldAnswerAsTheCaseSays() {
    return CaseFile.in(folder).stream()
        .filter(file -> file.name().contains(WANTED))
        .map(file -> DynamicTest.dynamicTest(file.name(), () -> play(file)));
  }

  private void play(CaseFile file) {
    long start = System.nanoTime();
    try {
      new CasePlayer("c" + ++played, platform.clients()).play(file);
      assertThat(platform.runs()).as("all stages run").isTrue();
    } finally {
      times.put(file.name(), Duration.ofNanos(System.nanoTime() - start));
    }
  }
}
