package com.alphapulse.riskbudget.serde;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Turns files of trusted certificates, and of a certificate of one's own, into a TLS context. */
final class RegistryTls {

  private RegistryTls() {}

  /**
   * The context that trusts exactly what one file holds, and shows the certificate of the other to
   * a registry that asks for one.
   *
   * @param properties files are JKS or PKCS12; trusted certificates are PEM where the name of their
   *     file ends in {@code .pem} or {@code .crt}. What is left out is as the platform has it
   * @throws IllegalArgumentException if a file cannot be read or holds nothing of use, or a
   *     password has no file
   */
  static Optional<SSLContext> context(Map<String, String> properties) {
    requireFile(properties, RegistryHttp.TRUSTSTORE_PASSWORD, RegistryHttp.TRUSTSTORE);
    requireFile(properties, RegistryHttp.KEYSTORE_PASSWORD, RegistryHttp.KEYSTORE);
    requireFile(properties, RegistryHttp.KEY_PASSWORD, RegistryHttp.KEYSTORE);
    String trust = properties.get(RegistryHttp.TRUSTSTORE);
    String key = properties.get(RegistryHttp.KEYSTORE);
    if (trust == null && key == null) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          key == null ? null : keys(key, properties),
          trust == null ? null : trusted(trust, properties),
          null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  private static void requireFile(Map<String, String> properties, String password, String file) {
    if (properties.containsKey(password) && !properties.containsKey(file)) {
      throw new IllegalArgumentException(
          "schema registry property " + password + " without " + file);
    }
  }

  private static TrustManager[] trusted(String location, Map<String, String> properties) {
    try {
      KeyStore store = load(new File(location), properties.get(RegistryHttp.TRUSTSTORE_PASSWORD));
      if (store.size() == 0) {
        throw new IllegalArgumentException(
            RegistryHttp.TRUSTSTORE + " " + location + " holds no certificate");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return trust.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(RegistryHttp.TRUSTSTORE, location, e);
    }
  }

  private static KeyManager[] keys(String location, Map<String, String> properties) {
    try {
      String password = properties.get(RegistryHttp.KEYSTORE_PASSWORD);
      String ofKey = properties.getOrDefault(RegistryHttp.KEY_PASSWORD, password);
      KeyStore store = KeyStore.getInstance(new File(location), characters(password));
      boolean hasKey = false;
      for (String alias : Collections.list(store.aliases())) {
        hasKey |= store.isKeyEntry(alias);
      }
      if (!hasKey) {
        throw new IllegalArgumentException(
            RegistryHttp.KEYSTORE + " " + location + " holds no private key");
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, characters(ofKey));
      return keys.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(RegistryHttp.KEYSTORE, location, e);
    }
  }

  private static IllegalArgumentException unusable(String property, String location, Exception e) {
    return new IllegalArgumentException(
        property + " " + location + " cannot be used: " + e.getMessage(), e);
  }

  private static char[] characters(String password) {
    return password == null ? null : password.toCharArray();
  }

  private static KeyStore load(File file, String password)
      throws GeneralSecurityException, IOException {
    String name = file.getName().toLowerCase(Locale.ROOT);
    if (name.endsWith(".pem") || name.endsWith(".crt")) {
      return pem(file);
    }
    // Tells JKS from PKCS12 by looking into the file.
    return KeyStore.getInstance(file, characters(password));
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
