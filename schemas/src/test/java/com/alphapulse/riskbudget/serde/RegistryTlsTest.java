package com.alphapulse.riskbudget.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that speaks TLS, and one that lets in only who shows a certificate. */
class RegistryTlsTest {
  private static final String PASSWORD = "changeit";
  private static final RegistryHttp.Patience IMPATIENT =
      new RegistryHttp.Patience(Duration.ofSeconds(5), Duration.ofSeconds(10), 3, Duration.ZERO);

  @TempDir static Path folder;

  @BeforeAll
  static void makeCertificates() throws Exception {
    for (String name : List.of("registry", "desk", "stranger")) {
      keytool(
          name,
          "-genkeypair",
          "-keyalg",
          "EC",
          "-validity",
          "3650",
          "-dname",
          "CN=localhost",
          "-ext",
          "san=ip:127.0.0.1");
      keytool(name, "-exportcert", "-rfc", "-file", pem(name));
    }
  }

  @Test
  void shouldTalkTls_whenTheCertificateIsTrusted() throws Exception {
    String trusted = folder.resolve("trusted.p12").toString();
    KeyStore store = trusting("registry");
    try (var out = Files.newOutputStream(Path.of(trusted))) {
      store.store(out, PASSWORD.toCharArray());
    }
    try (Registry registry = new Registry(Optional.empty())) {
      registry.answers(Map.of("ssl.truststore.location", pem("registry")));
      registry.answers(
          Map.of("ssl.truststore.location", trusted, "ssl.truststore.password", PASSWORD));
      registry.refuses(Map.of());
      registry.refuses(Map.of("ssl.truststore.location", pem("stranger")));
    }
  }

  @Test
  void shouldShowItsCertificate_whenTheRegistryAsksForOne() throws Exception {
    try (Registry registry = new Registry(Optional.of("desk"))) {
      Map<String, String> properties = new HashMap<>();
      properties.put("ssl.truststore.location", pem("registry"));
      registry.refuses(properties);
      properties.put("ssl.keystore.location", store("stranger"));
      properties.put("ssl.keystore.password", PASSWORD);
      registry.refuses(properties);
      properties.put("ssl.keystore.location", store("desk"));
      registry.answers(properties);
      properties.put("ssl.key.password", PASSWORD);
      registry.answers(properties);
    }
  }

  @Test
  void shouldRefuseToStart_whenAFileIsOfNoUse() throws IOException, GeneralSecurityException {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path certificates = folder.resolve("certificates.p12");
    try (var out = Files.newOutputStream(certificates)) {
      trusting("registry").store(out, PASSWORD.toCharArray());
    }

    assertRefused(Map.of("ssl.truststore.password", "x"), "without ssl.truststore.location");
    assertRefused(Map.of("ssl.truststore.location", "/does/not/exist"), "/does/not/exist");
    assertRefused(Map.of("ssl.truststore.location", empty.toString()), "no certificate");
    assertRefused(Map.of("ssl.keystore.password", "x"), "without ssl.keystore.location");
    assertRefused(Map.of("ssl.key.password", "x"), "without ssl.keystore.location");
    assertRefused(Map.of("ssl.keystore.location", "/does/not/exist"), "/does/not/exist");
    assertRefused(
        Map.of("ssl.keystore.location", certificates.toString(), "ssl.keystore.password", PASSWORD),
        "holds no private key");
    assertRefused(
        Map.of("ssl.keystore.location", store("desk"), "ssl.keystore.password", "wrong"),
        "cannot be used");
  }

  private static void assertRefused(Map<String, String> properties, String why) {
    assertThatThrownBy(() -> new HttpSchemaRegistry("https://127.0.0.1:1", properties))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("wrong");
  }

  /** Answers every question with the schema of a string. */
  private static final class Registry implements AutoCloseable {
    private final HttpsServer server;

    /**
     * @param client whose certificate is asked for; empty lets everybody in
     */
    Registry(Optional<String> client) throws Exception {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(
          KeyStore.getInstance(Path.of(store("registry")).toFile(), PASSWORD.toCharArray()),
          PASSWORD.toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusting(client.orElse("registry")));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(
          new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
              SSLParameters wanted = context.getDefaultSSLParameters();
              wanted.setNeedClientAuth(client.isPresent());
              parameters.setSSLParameters(wanted);
            }
          });
      server.createContext("/", Registry::answer);
      server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
      byte[] schema = "{\"schema\":\"\\\"string\\\"\"}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, schema.length);
      exchange.getResponseBody().write(schema);
      exchange.close();
    }

    private SchemaRegistry client(Map<String, String> properties) {
      String url = "https://127.0.0.1:" + server.getAddress().getPort();
      return new HttpSchemaRegistry(RegistryHttp.of(url, properties, IMPATIENT));
    }

    void answers(Map<String, String> properties) {
      assertThat(client(properties).schemaById(1).getType()).isEqualTo(Schema.Type.STRING);
    }

    void refuses(Map<String, String> properties) {
      assertThatThrownBy(() -> client(properties).schemaById(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .rootCause()
          .isInstanceOfAny(SSLException.class, GeneralSecurityException.class, IOException.class);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private static String store(String name) {
    return folder.resolve(name + ".p12").toString();
  }

  private static String pem(String name) {
    return folder.resolve(name + ".pem").toString();
  }

  private static KeyStore trusting(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(Path.of(pem(name)))) {
      store.setCertificateEntry(
          name, CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    return store;
  }

  private static void keytool(String name, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", name, "-keystore", store(name), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
