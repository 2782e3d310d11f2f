package com.alphapulse.riskbudget.notify;

import com.alphapulse.riskbudget.config.AlertSettings;
import com.alphapulse.riskbudget.config.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts messages to an address, signed: header {@value #SIGNATURE} is {@code sha256=} and the hex
 * of the HMAC-SHA256 (RFC 2104) of the time in {@value #TIMESTAMP}, a dot, and the body, so that
 * the receiver knows who sent it and refuses an old one that is sent again.
 */
final class Webhook {
  static final String SIGNATURE = "X-Riskbudget-Signature";

  /** Seconds since 1970, of the sender's clock. */
  static final String TIMESTAMP = "X-Riskbudget-Timestamp";

  /** Topic, partition and offset of the alert: the same message sent twice has the same one. */
  static final String ID = "X-Riskbudget-Id";

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final URI address;
  private final Optional<byte[]> secret;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  private Webhook(URI address, Optional<byte[]> secret) {
    this.address = address;
    this.secret = secret;
  }

  /**
   * The webhook that is configured; empty where none is.
   *
   * @throws ConfigurationException if its address or the secret's file cannot be used
   */
  static Optional<Webhook> of(AlertSettings settings) {
    return settings
        .webhook()
        .map(url -> new Webhook(address(url), settings.secretFile().map(Webhook::secret)));
  }

  /** What came of a message. */
  enum Result {
    DELIVERED,
    /** The receiver does not want it; sent again it would be refused again. */
    REFUSED,
    /** Nobody knows; to be sent again. */
    FAILED
  }

  /**
   * Sends one message and waits for the answer.
   *
   * @param epochSeconds the present
   */
  Result post(String id, String body, long epochSeconds) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .header(ID, id)
            .header(TIMESTAMP, Long.toString(epochSeconds))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    secret.ifPresent(
        key -> request.header(SIGNATURE, "sha256=" + sign(key, epochSeconds + "." + body)));
    try {
      int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 == 2) {
        return Result.DELIVERED;
      }
      boolean later = status >= 500 || status == 408 || status == 429;
      return later ? Result.FAILED : Result.REFUSED;
    } catch (IOException e) {
      return Result.FAILED;
    }
  }

  static String sign(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static URI address(String url) {
    try {
      URI address = URI.create(url);
      if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Answered below, together with what is a URI but no address; it may hold a secret.
    }
    throw new ConfigurationException(
        "alerts", List.of("alerts.webhook: must be a URL such as https://HOST/PATH"));
  }

  private static byte[] secret(Path file) {
    try {
      String text = Files.readString(file).strip();
      if (!text.isEmpty()) {
        return text.getBytes(StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      // Answered below, together with an empty file.
    }
    throw new ConfigurationException(
        "alerts", List.of("alerts.webhook_secret_file: " + file + " cannot be read, or is empty"));
  }
}
