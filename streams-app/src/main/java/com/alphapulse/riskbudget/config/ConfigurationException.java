package com.alphapulse.riskbudget.config;

import java.util.List;

/** A configuration that cannot be used, with all that is wrong with it. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param source file or other place that the configuration came from
   * @param errors one sentence each, starting with the path of the key
   */
  public ConfigurationException(String source, List<String> errors) {
    super(source + ": " + String.join("; ", errors));
  }
}
