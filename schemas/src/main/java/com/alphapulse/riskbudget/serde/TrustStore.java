package com.alphapulse.riskbudget.serde;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Turns a file of trusted certificates into a TLS context. */
final class TrustStore {

  private TrustStore() {}

  /**
   * The context that trusts exactly what the file holds.
   *
   * @param location JKS or PKCS12 file, or PEM where its name ends in {@code .pem} or {@code .crt};
   *     null for the platform's own trust
   * @param password of the file; may be null where it has none
   * @throws IllegalArgumentException if the file cannot be read or holds no certificate, or a
   *     password has no file
   */
  static Optional<SSLContext> context(String location, String password) {
    if (location == null) {
      if (password != null) {
        throw new IllegalArgumentException(
            "schema registry property "
                + RegistryHttp.TRUSTSTORE_PASSWORD
                + " without "
                + RegistryHttp.TRUSTSTORE);
      }
      return Optional.empty();
    }
    try {
      KeyStore store = load(new File(location), password);
      if (store.size() == 0) {
        throw new IllegalArgumentException(
            RegistryHttp.TRUSTSTORE + " " + location + " holds no certificate");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          RegistryHttp.TRUSTSTORE + " " + location + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore load(File file, String password)
      throws GeneralSecurityException, IOException {
    String name = file.getName().toLowerCase(Locale.ROOT);
    if (name.endsWith(".pem") || name.endsWith(".crt")) {
      return pem(file);
    }
    // Tells JKS from PKCS12 by looking into the file.
    return KeyStore.getInstance(file, password == null ? null : password.toCharArray());
  }

  private static KeyStore pem(File file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = new FileInputStream(file)) {
      int index = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("certificate-" + index++, certificate);
      }
    }
    return store;
  }
}
