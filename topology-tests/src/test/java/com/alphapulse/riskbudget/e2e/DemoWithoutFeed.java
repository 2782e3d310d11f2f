package com.alphapulse.riskbudget.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.demo.Demo;
import com.alphapulse.riskbudget.demo.DemoOptions;
import com.alphapulse.riskbudget.runtime.LocalPlatform;
import com.alphapulse.riskbudget.runtime.Screen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The demonstration as somebody starts it who brings producers of his own, on free ports. */
final class DemoWithoutFeed implements AutoCloseable {
  private final Announcements shown = new Announcements();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Demo demo =
      new Demo(
          new DemoOptions(
              Optional.empty(),
              DemoOptions.DEFAULT_SPEED,
              OptionalInt.empty(),
              0,
              true,
              false,
              Optional.empty()),
          LocalPlatform::start,
          shown);

  /** Starts it; returns once it says where broker and registry are. */
  static DemoWithoutFeed start() {
    DemoWithoutFeed started = new DemoWithoutFeed();
    Future<Boolean> run = started.thread.submit(started.demo::run);
    await()
        .atMost(Installation.PATIENCE)
        .until(() -> run.isDone() || started.shown.has("broker", "registry"));
    assertThat(run.isDone()).as("the demo has ended").isFalse();
    return started;
  }

  String broker() {
    return shown.places.get("broker");
  }

  String registry() {
    return shown.places.get("registry");
  }

  @Override
  public void close() {
    demo.close();
    thread.shutdownNow();
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
  }
}
