package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import com.alphapulse.riskbudget.registry.EmbeddedRegistry;
import com.alphapulse.riskbudget.topology.kafka.Subjects;
import io.javalin.Javalin;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The process with broker and schema registry. Tells both addresses, and ends with its input. */
final class BrokerMain {

  private BrokerMain() {}

  /**
   * Starts both and waits for the end of the input.
   *
   * @param args folder for the broker's data
   */
  public static void main(String[] args) throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(OptionalInt.empty(), Path.of(args[0]));
    // Never sealed: every world has subjects of its own.
    EmbeddedRegistry registry =
        new EmbeddedRegistry(broker.bootstrapServers(), Subjects.all(InstallationName.NONE));
    Javalin server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  registry.addRoutes(config.routes, "");
                })
            .start("127.0.0.1", 0);
    ChildLoop.say("ok %s http://127.0.0.1:%d".formatted(broker.bootstrapServers(), server.port()));
    ChildLoop.run(line -> "");
    // Deletes its data, which the parent cannot do if it was killed.
    broker.close();
    Runtime.getRuntime().halt(0);
  }
}
