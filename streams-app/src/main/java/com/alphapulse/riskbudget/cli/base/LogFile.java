package com.alphapulse.riskbudget.cli.base;

/**
 * Where logging goes. Commands that a person watches log to a file; {@code run} logs to the
 * console, for whatever collects it there. The launcher names the file, and {@code logback.xml}
 * reads the same properties.
 */
public final class LogFile {
  private static final String FILE = "riskbudget.log.file";
  private static final String TARGET = "riskbudget.log";
  private static final String FORMAT = "RISKBUDGET_LOG_FORMAT";

  private LogFile() {}

  /**
   * Chooses the console for {@code run}, as text or as the environment's {@code
   * RISKBUDGET_LOG_FORMAT} says. Only before anything else: logging is set up once, with the first
   * logger that any library asks for.
   *
   * @param args of the command line
   * @throws IllegalArgumentException if the environment asks for another format than text or json
   */
  public static void choose(String[] args) {
    if (args.length > 0 && args[0].equals("run") && System.getProperty(TARGET) == null) {
      System.setProperty(TARGET, target(System.getenv().getOrDefault(FORMAT, "text")));
    }
  }

  private static String target(String format) {
    return switch (format) {
      case "text" -> "CONSOLE";
      case "json" -> "JSON";
      default ->
          throw new IllegalArgumentException(
              "%s is '%s'; it can be text or json".formatted(FORMAT, format));
    };
  }

  /** Place of the log file. */
  public static String path() {
    return System.getProperty(FILE, System.getProperty("java.io.tmpdir") + "/riskbudget.log");
  }

  /** Tells where to read on, where logging goes to a file. */
  public static String hint() {
    return System.getProperty(TARGET, "FILE").equals("FILE") ? " (details in " + path() + ")" : "";
  }
}
