package com.alphapulse.riskbudget.serde;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests to one of several registry instances, with credentials, TLS, time-outs and a
 * bounded number of attempts.
 */
final class RegistryHttp {

  static final String BASIC_AUTH = "basic.auth.user.info";
  static final String BEARER_TOKEN = "bearer.auth.token";
  static final String TRUSTSTORE = "ssl.truststore.location";
  static final String TRUSTSTORE_PASSWORD = "ssl.truststore.password";
  static final String KEYSTORE = "ssl.keystore.location";
  static final String KEYSTORE_PASSWORD = "ssl.keystore.password";
  static final String KEY_PASSWORD = "ssl.key.password";

  static final Set<String> PROPERTIES =
      Collections.unmodifiableSet(
          new TreeSet<>(
              Set.of(
                  BASIC_AUTH,
                  BEARER_TOKEN,
                  TRUSTSTORE,
                  TRUSTSTORE_PASSWORD,
                  KEYSTORE,
                  KEYSTORE_PASSWORD,
                  KEY_PASSWORD)));

  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);

  /** How much of a foreign answer goes into a message. */
  private static final int QUOTED = 300;

  /**
   * How long to wait, and how often to try.
   *
   * @param connect time-out of a connection
   * @param request time-out of a whole request
   * @param rounds attempts at each instance; at least 1
   * @param backOff pause after the first round, doubled after each further one
   */
  record Patience(Duration connect, Duration request, int rounds, Duration backOff) {

    static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(5), Duration.ofSeconds(10), 4, Duration.ofMillis(250));
  }

  /**
   * What an instance answered.
   *
   * @param from the URL asked
   */
  record Answer(int status, String body, URI from) {

    /** The answer in one line, shortened, for a message. */
    String describe() {
      String line = body.replaceAll("\\s+", " ").strip();
      String quoted = line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "…";
      return "status " + status + " from " + from + (quoted.isEmpty() ? "" : ": " + quoted);
    }

    /** Whether another attempt may go better: a server's fault, or its plea to slow down. */
    private boolean isTransient() {
      return status >= 500 || status == 429 || status == 408;
    }
  }

  private final List<String> bases;
  private final Optional<String> authorization;
  private final Patience patience;
  private final HttpClient client;

  private RegistryHttp(
      List<String> bases, Optional<String> authorization, Patience patience, HttpClient client) {
    this.bases = bases;
    this.authorization = authorization;
    this.patience = patience;
    this.client = client;
  }

  static RegistryHttp of(String urls, Map<String, String> properties, Patience patience) {
    for (String key : new TreeSet<>(properties.keySet())) {
      if (!PROPERTIES.contains(key)) {
        throw new IllegalArgumentException(
            "unknown schema registry property " + key + "; known are " + PROPERTIES);
      }
    }
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience.connect())
            // A redirect would carry the credentials wherever it points.
            .followRedirects(HttpClient.Redirect.NEVER);
    RegistryTls.context(properties).ifPresent(client::sslContext);
    return new RegistryHttp(bases(urls), authorization(properties), patience, client.build());
  }

  /**
   * Sends a request to the instances in turn until one gives an answer that is not transient.
   *
   * @param path below the base URL, starting with a slash, encoded
   * @param body null for none
   * @throws RegistryUnavailableException if all attempts failed, or the thread was interrupted
   */
  Answer send(String method, String path, String body) {
    String failure = "";
    Exception cause = null;
    for (int round = 0; round < patience.rounds(); round++) {
      pauseBefore(round);
      for (String base : bases) {
        URI uri = URI.create(base + path);
        try {
          Answer answer = attempt(method, uri, body);
          if (!answer.isTransient()) {
            return answer;
          }
          failure = answer.describe();
          cause = null;
        } catch (IOException e) {
          failure = uri + ": " + e;
          cause = e;
        }
        LOG.warn("Schema registry did not answer {} {}: {}", method, path, failure);
      }
    }
    throw new RegistryUnavailableException(
        "no answer from the schema registry after "
            + patience.rounds()
            + " attempts, last: "
            + failure,
        cause);
  }

  private Answer attempt(String method, URI uri, String body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(patience.request())
            .header("Accept", CONTENT_TYPE + ", application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", CONTENT_TYPE);
    }
    authorization.ifPresent(value -> request.header("Authorization", value));
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), uri);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void pauseBefore(int round) {
    if (round == 0) {
      return;
    }
    try {
      Thread.sleep(patience.backOff().toMillis() << (round - 1));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static RegistryUnavailableException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RegistryUnavailableException("interrupted while asking the schema registry", e);
  }

  private static List<String> bases(String urls) {
    List<String> bases =
        Arrays.stream(urls.split(","))
            .map(String::strip)
            .filter(url -> !url.isEmpty())
            .map(RegistryHttp::base)
            .toList();
    if (bases.isEmpty()) {
      throw new IllegalArgumentException("no schema registry URL given");
    }
    return bases;
  }

  private static String base(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("schema registry URL " + url + " is not a URL", e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!Set.of("http", "https").contains(scheme) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "schema registry URL " + url + " must be http://host… or https://host…");
    }
    if (uri.getRawUserInfo() != null) {
      // The URL itself is not repeated: it holds the password.
      throw new IllegalArgumentException(
          "schema registry URL of " + uri.getHost() + ": credentials belong in " + BASIC_AUTH);
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "schema registry URL " + url + " must have neither query nor fragment");
    }
    return url.replaceAll("/+$", "");
  }

  private static Optional<String> authorization(Map<String, String> properties) {
    String user = properties.get(BASIC_AUTH);
    String token = properties.get(BEARER_TOKEN);
    if (user != null && token != null) {
      throw new IllegalArgumentException(
          "schema registry properties " + BASIC_AUTH + " and " + BEARER_TOKEN + ": give one");
    }
    if (user != null) {
      if (!user.contains(":")) {
        throw new IllegalArgumentException(
            "schema registry property " + BASIC_AUTH + " must be user:password");
      }
      byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return Optional.ofNullable(token).map(value -> "Bearer " + value);
  }
}
