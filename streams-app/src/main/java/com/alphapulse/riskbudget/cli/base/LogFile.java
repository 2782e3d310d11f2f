package com.alphapulse.riskbudget.cli.base;

/**
 * Where logging goes. Commands that a person watches log to a file; {@code run} logs to the
 * console, for whatever collects it there. The launcher names the file, and {@code logback.xml}
 * reads the same properties.
 */
public final class LogFile {
  private static final String FILE = "riskbudget.log.file";
  private static final String TARGET = "riskbudget.log";

  private LogFile() {}

  /** Sends logging to the console; only before the first logger has been asked for. */
  public static void useConsole() {
    if (System.getProperty(TARGET) == null) {
      System.setProperty(TARGET, "CONSOLE");
    }
  }

  /** Place of the log file. */
  public static String path() {
    return System.getProperty(FILE, System.getProperty("java.io.tmpdir") + "/riskbudget.log");
  }

  /** Tells where to read on, where logging goes to a file. */
  public static String hint() {
    return "CONSOLE".equals(System.getProperty(TARGET)) ? "" : " (details in " + path() + ")";
  }
}
