package com.alphapulse.riskbudget.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Without a broker: a stage that was started, or only looked for its topics, would wait for it and
 * fail with another message.
 */
class LocalPlatformTest {

  @Test
  void shouldStartNoStage_whenThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertRefused("port: " + taken.getLocalPort(), "cannot listen");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host: 0.0.0.0 | not a loopback address",
        "tls: {key_store: /nowhere, password_env: PATH} | key_store",
        "tls: {key_store: /nowhere, password_env: NO_SUCH_VARIABLE} | password_env",
        "access: {oidc: {issuer: i, audience: a, jwks_url: 'http://keys.example/'}} | jwks_url"
      })
  void shouldStartNoStage_whenTheApiCannotServe(String api, String message) {
    assertRefused(api, message);
  }

  private static void assertRefused(String api, String message) {
    Configuration configuration =
        Configuration.parse(
            "test", "{api: {" + api + "}, kafka: {bootstrap_servers: '127.0.0.1:1'}}");
    assertThatThrownBy(
            () ->
                LocalPlatform.start(
                    configuration,
                    EnumSet.allOf(Platform.Part.class),
                    false,
                    InstantSource.system()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }
}
