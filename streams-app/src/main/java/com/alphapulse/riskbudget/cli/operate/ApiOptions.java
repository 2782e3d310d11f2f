package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.config.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the API is, and who asks. */
final class ApiOptions {
  /** Environment variable with a bearer token. */
  private static final String TOKEN = "RISKBUDGET_TOKEN";

  @Option(names = "--api", paramLabel = "URL", description = "The API. Default: ${DEFAULT-VALUE}.")
  private String url = "http://127.0.0.1:8080";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with the bearer token. Default: the environment variable " + TOKEN + ", if set.")
  private Path tokenFile;

  /**
   * A client of the API.
   *
   * @throws ConfigurationException if the address or the token's file cannot be used
   */
  ApiClient client() {
    URI base;
    try {
      base = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("--api", List.of("'" + url + "' is no URL"));
    }
    if (base.getHost() == null || !List.of("http", "https").contains(base.getScheme())) {
      throw new ConfigurationException(
          "--api", List.of("'" + url + "' must be such as https://HOST:PORT"));
    }
    return new ApiClient(base, token());
  }

  private Optional<String> token() {
    if (tokenFile == null) {
      return Optional.ofNullable(System.getenv(TOKEN)).filter(text -> !text.isBlank());
    }
    try {
      return Optional.of(Files.readString(tokenFile).strip());
    } catch (IOException e) {
      throw new ConfigurationException(
          "--token-file", List.of(tokenFile + " cannot be read: " + e.getClass().getSimpleName()));
    }
  }
}
