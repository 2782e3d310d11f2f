package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.runtime.Platform;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What came of a command that starts no stage. */
record Executed(int exitCode, String out, String err) {
  /** Of commands that must not start any. */
  static final Platform.Starter NOTHING =
      (configuration, parts, serveRegistry, clock) -> {
        throw new AssertionError("nothing is to be started");
      };

  static Executed of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine(NOTHING)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new Executed(exitCode, out.toString(), err.toString());
  }
}
