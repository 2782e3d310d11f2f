package com.alphapulse.riskbudget.cli.base;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Tells the version that the jar was built as. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"riskbudget " + Optional.ofNullable(version).orElse("(not packaged)")};
  }
}
