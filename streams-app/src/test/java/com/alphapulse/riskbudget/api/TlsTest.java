package com.alphapulse.riskbudget.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.alphapulse.riskbudget.api.access.TokenList;
import com.alphapulse.riskbudget.config.ApiSettings;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jetty.util.ssl.KeyStoreScanner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The API behind a key store that {@code keytool} made. */
@Timeout(120)
class TlsTest {
  private static final String PASSWORD = "correct horse";
  private static final String TOKEN = "rb_over-tls";

  @TempDir Path folder;
  private Path keyStore;
  private Path passwordFile;

  @BeforeEach
  void makeKeyStore() throws Exception {
    keyStore = makeKeyStore("one");
    passwordFile = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void shouldAnswer_whenTheProtocolIsAmongThoseTaken(String protocol) throws Exception {
    try (ApiFixture api = new ApiFixture(settings());
        SSLSocket socket = connect(api, protocol)) {
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
      String answer = whoAmI(socket);
      assertThat(answer).startsWith("HTTP/1.1 200").contains("\"name\":\"a\"");
      assertThat(answer.toLowerCase(Locale.ROOT)).contains("strict-transport-security");
    }
  }

  @Test
  void shouldAnswerNothingReadable_whenARequestIsPlain() throws Exception {
    try (ApiFixture api = new ApiFixture(settings());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).doesNotContain("HTTP/1.1 200", "live");
    }
  }

  @Test
  void shouldShowTheNewCertificate_whenTheKeyStoreHasChanged() throws Exception {
    try (ApiFixture api = new ApiFixture(settings())) {
      assertThat(subject(api)).isEqualTo("CN=one");
      replaceKeyStore(makeKeyStore("two"));
      assertThat(subjectAfter("CN=one", api)).isEqualTo("CN=two");
    }
  }

  @Test
  void shouldKeepTheOldCertificate_whenTheNewKeyStoreCannotBeRead() throws Exception {
    AtomicBoolean told = new AtomicBoolean();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            told.compareAndSet(false, event.getLevel().isGreaterOrEqual(Level.WARN));
          }
        };
    appender.start();
    Logger scanner = (Logger) LoggerFactory.getLogger(KeyStoreScanner.class);
    scanner.setLevel(Level.WARN);
    scanner.addAppender(appender);
    try (ApiFixture api = new ApiFixture(settings())) {
      replaceKeyStore(Files.writeString(folder.resolve("junk"), "no key store"));
      while (!told.get()) {
        assertThat(subject(api)).isEqualTo("CN=one");
      }
      assertThat(subject(api)).isEqualTo("CN=one");

      replaceKeyStore(makeKeyStore("three"));
      assertThat(subjectAfter("CN=one", api)).isEqualTo("CN=three");
    } finally {
      scanner.detachAppender(appender);
      scanner.setLevel(null);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "absent.p12, password",
    "junk.p12, password",
    "one.p12, wrong",
    "one.p12, absent",
  })
  void shouldStartNothingAndTellNoSecret_whenTheKeyStoreCannotBeUsed(String store, String password)
      throws Exception {
    Files.writeString(folder.resolve("junk.p12"), "no key store");
    Files.writeString(folder.resolve("wrong"), "battery staple");

    assertThatThrownBy(
            () -> new ApiFixture(settings(folder.resolve(store), folder.resolve(password))).close())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("api.tls.")
        .hasMessageNotContaining("battery")
        .hasMessageNotContaining(PASSWORD);
  }

  private ApiSettings settings() {
    return settings(keyStore, passwordFile);
  }

  private static ApiSettings settings(Path keyStore, Path passwordFile) {
    return Configuration.parse(
            "test",
            """
            api:
              port: 0
              access: {tokens: [{name: a, role: viewer, sha256: '%s'}]}
              tls: {key_store: '%s', password_file: '%s'}
            """
                .formatted(TokenList.hash(TOKEN), keyStore, passwordFile))
        .api();
  }

  /** At once, as a careful operator would: never a file that is half written. */
  private void replaceKeyStore(Path other) throws IOException {
    Files.move(
        other, keyStore, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path makeKeyStore(String name) throws Exception {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "api",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String told = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(told).isZero();
    return file;
  }

  /** What is shown once it is no longer that. */
  private static String subjectAfter(String before, ApiFixture api) throws Exception {
    String subject = subject(api);
    while (subject.equals(before)) {
      subject = subject(api);
    }
    return subject;
  }

  private static String subject(ApiFixture api) throws Exception {
    if (Thread.interrupted()) {
      throw new InterruptedException("the test has taken too long");
    }
    try (SSLSocket socket = connect(api, "TLSv1.3")) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  private static SSLSocket connect(ApiFixture api, String protocol) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), api.server.port());
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  private static String whoAmI(SSLSocket socket) throws IOException {
    String request =
        String.join(
            "\r\n",
            List.of(
                "GET " + ApiRoutes.BASE + "/whoami HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Authorization: Bearer " + TOKEN,
                "",
                ""));
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Whoever it is: the test looks at the certificate itself. */
  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
