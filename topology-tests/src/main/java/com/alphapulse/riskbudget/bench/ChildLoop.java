package com.alphapulse.riskbudget.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The other end of {@link ChildJvm}. */
final class ChildLoop {

  /** Carries a line out and tells the answer. */
  @FunctionalInterface
  interface Handler {
    String handle(String line) throws Exception;
  }

  private ChildLoop() {}

  /** Answers lines until the input ends. */
  static void run(Handler handler) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      try {
        say("ok " + handler.handle(line));
      } catch (Exception e) {
        e.printStackTrace();
        say("error " + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", "; "));
      }
    }
  }

  /** Sends a line. */
  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
