package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.api.access.TokenList;
import com.alphapulse.riskbudget.cli.base.Version;
import com.alphapulse.riskbudget.config.AccessSettings;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riskbudget token}. */
@Command(
    name = "token",
    description =
        "Makes a bearer token for the API and the line of the configuration that lets it in. The"
            + " token is shown once and kept nowhere; the line holds its hash only.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class TokenCommand implements Callable<Integer> {
  private static final int BYTES = 32;

  @Spec private CommandSpec spec;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "Who will hold it: the author of what is commanded with it.")
  private String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "VIEWER",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private AccessSettings.Role role;

  @Override
  public Integer call() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = "rb_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    PrintWriter out = spec.commandLine().getOut();
    out.println("token, for its holder alone: " + token);
    out.println("line for api.access.tokens:");
    out.printf(
        "  - {name: \"%s\", role: %s, sha256: \"%s\"}%n",
        name.replace("\\", "\\\\").replace("\"", "\\\""),
        role.name().toLowerCase(Locale.ROOT),
        TokenList.hash(token));
    out.flush();
    return 0;
  }
}
