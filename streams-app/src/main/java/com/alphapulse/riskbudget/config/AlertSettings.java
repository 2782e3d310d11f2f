package com.alphapulse.riskbudget.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where alerts are sent ({@code alerts}).
 *
 * @param webhook address that alerts are posted to; empty for nowhere
 * @param secretFile file with the secret that messages are signed with; empty for unsigned ones
 * @param repeatAfter how long the same alert about the same thing is not sent again
 */
public record AlertSettings(
    Optional<String> webhook, Optional<Path> secretFile, Duration repeatAfter) {

  static AlertSettings read(ConfigNode node) {
    String url =
        node.text(
            "webhook",
            "",
            "Address that alerts are posted to as JSON, one a request; empty: nowhere.");
    String file =
        node.text(
            "webhook_secret_file",
            "",
            "File with the secret of the signature in the header `X-Riskbudget-Signature`.");
    return new AlertSettings(
        Optional.of(url).filter(text -> !text.isEmpty()),
        Optional.of(file).filter(text -> !text.isEmpty()).map(Path::of),
        node.seconds(
            "repeat_after",
            Duration.ofMinutes(15),
            Duration.ZERO,
            "Time for which an alert of one type about one thing is not posted again, unless it has become more severe; the next one tells how many were left out."));
  }
}
