package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.TlsSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.util.ssl.KeyStoreScanner;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The key store of the API, checked before anything starts. No error tells its password. */
final class KeyStoreFile {
  /** How often the file is looked at. */
  private static final int SCAN_SECONDS = 2;

  private KeyStoreFile() {}

  /**
   * What connections are made secure with: TLS 1.3 and 1.2. The key store is read again when it
   * changes; where that fails, the log tells, and the one before stays.
   *
   * @throws ConfigurationException if the file, the password or the key is not there or not right
   */
  static SslContextFactory.Server open(TlsSettings settings) {
    String password = password(settings);
    requireKey(settings.keyStore(), password);
    SslContextFactory.Server ssl = new KeepingWhatWorks(settings.keyStore(), password);
    ssl.setKeyStorePath(settings.keyStore());
    ssl.setKeyStorePassword(password);
    ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    return ssl;
  }

  private static void requireKey(String file, String password) {
    try {
      KeyStore keys = KeyStore.getInstance(new File(file), password.toCharArray());
      for (String alias : Collections.list(keys.aliases())) {
        if (keys.getKey(alias, password.toCharArray()) instanceof PrivateKey) {
          return;
        }
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw refused(
          "api.tls.key_store: cannot be read: not there, no key store, or another password");
    }
    throw refused("api.tls.key_store: has no private key");
  }

  /**
   * Looks at a key store before it takes the place of the one in use. Jetty itself lets go of that
   * first, and then no connection comes about until a good one is there.
   */
  private static final class KeepingWhatWorks extends SslContextFactory.Server {
    private final String file;
    private final String password;

    KeepingWhatWorks(String file, String password) {
      this.file = file;
      this.password = password;
    }

    @Override
    public void reload(Consumer<SslContextFactory> change) throws Exception {
      requireKey(file, password);
      super.reload(change);
    }
  }

  /** Reads a key store again when its file changes. */
  static KeyStoreScanner scanner(SslContextFactory.Server ssl) {
    KeyStoreScanner scanner = new KeyStoreScanner(ssl);
    scanner.setScanInterval(SCAN_SECONDS);
    return scanner;
  }

  private static String password(TlsSettings settings) {
    if (!settings.passwordEnv().isEmpty()) {
      return Optional.ofNullable(System.getenv(settings.passwordEnv()))
          .orElseThrow(() -> refused("api.tls.password_env: the variable is not set"));
    }
    try {
      return Files.readString(Path.of(settings.passwordFile())).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw refused("api.tls.password_file: cannot be read");
    }
  }

  private static ConfigurationException refused(String error) {
    return new ConfigurationException("api", List.of(error));
  }
}
