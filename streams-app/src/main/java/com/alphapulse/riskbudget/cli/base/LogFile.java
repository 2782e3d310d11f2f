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

  /**
   * Chooses the console for {@code run}. Only before anything else: logging is set up once, with
   * the first logger that any library asks for.
   *
   * @param args of the command line
   */
  public static void choose(String[] args) {
    if (args.length > 0 && args[0].equals("run") && System.getProperty(TARGET) == null) {
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
