package com.alphapulse.riskbudget.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.demo.Demo;
import com.alphapulse.riskbudget.demo.DemoOptions;
import com.alphapulse.riskbudget.runtime.LocalPlatform;
import com.alphapulse.riskbudget.runtime.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A client in another language, with libraries of others, against the demo without its feed. */
class KafkaJsTest {
  private static final Path SOURCE = Path.of("src", "test", "js");
  private static final Path FOLDER = Path.of("target", "js");
  private static final Path LOG = FOLDER.resolve("client.log");

  /** Where no package registry answers, this is how long the test tries. */
  private static final int INSTALL_SECONDS = 60;

  private static final int CLIENT_SECONDS = 90;

  @Test
  void shouldTradeThroughTheGate_whenTheClientIsWrittenInJavaScript() throws Exception {
    Optional<String> obstacle = obstacle();
    obstacle.ifPresent(why -> System.out.println("KafkaJsTest is skipped: " + why));
    Assumptions.assumeTrue(obstacle.isEmpty());
    Announcements shown = new Announcements();
    DemoOptions options =
        new DemoOptions(
            Optional.empty(),
            DemoOptions.DEFAULT_SPEED,
            OptionalInt.empty(),
            0,
            true,
            false,
            Optional.empty());
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Demo demo = new Demo(options, LocalPlatform::start, shown);
    try {
      Future<Boolean> run = thread.submit(demo::run);
      await()
          .atMost(Installation.PATIENCE)
          .until(() -> run.isDone() || shown.has("broker", "registry"));
      assertThat(run.isDone()).as("the demo has ended").isFalse();

      boolean good =
          run(CLIENT_SECONDS, "node", "client.js", shown.of("broker"), shown.of("registry"));

      assertThat(good).as(Files.readString(LOG)).isTrue();
      demo.close();
      assertThat(run.get(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      demo.close();
      thread.shutdownNow();
    }
  }

  /** Why the client cannot be run here; empty if it can. */
  private static Optional<String> obstacle() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "client.js")) {
      Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!run(10, "node", "--version") || !run(10, "npm", "--version")) {
      return Optional.of("node and npm do not answer");
    }
    return run(INSTALL_SECONDS, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock")
        ? Optional.empty()
        : Optional.of("its packages cannot be installed");
  }

  /** Whether a command ended well within the time; what it said is in the log. */
  private static boolean run(int seconds, String... command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(LOG.toFile())
              .start();
    } catch (IOException e) {
      return false; // There is no such program.
    }
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return ended && process.exitValue() == 0;
  }

  /** What the demo says about where things are. */
  private static final class Announcements implements Screen {
    private final Map<String, String> places = new ConcurrentHashMap<>();

    @Override
    public void line(String text) {
      String[] words = text.split("\\s+", 2);
      if (words.length == 2) {
        places.put(words[0], words[1]);
      }
    }

    @Override
    public void progress(String text) {
      // Nothing is replayed.
    }

    boolean has(String... names) {
      return places.keySet().containsAll(List.of(names));
    }

    String of(String name) {
      return places.get(name);
    }
  }
}
