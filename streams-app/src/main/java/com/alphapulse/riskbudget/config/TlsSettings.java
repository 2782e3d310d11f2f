package com.alphapulse.riskbudget.config;

/**
 * TLS of the API ({@code api.tls}).
 *
 * @param keyStore PKCS #12 or JKS file; empty for no TLS here
 * @param passwordFile file whose first line is its password; empty for none
 * @param passwordEnv environment variable with its password; empty for none
 * @param terminatedByProxy whether a proxy in front does TLS, so that an address other than
 *     loopback may be bound without
 */
public record TlsSettings(
    String keyStore, String passwordFile, String passwordEnv, boolean terminatedByProxy) {

  /** Whether this process does TLS itself. */
  public boolean isHere() {
    return !keyStore.isEmpty();
  }

  static TlsSettings read(ConfigNode node) {
    TlsSettings tls =
        new TlsSettings(
            node.text(
                "key_store",
                "",
                "PKCS #12 or JKS file with key and certificates, read again when it changes;"
                    + " without it the API speaks plain HTTP."),
            node.text("password_file", "", "File whose first line is the key store's password."),
            node.text(
                "password_env", "", "Environment variable with the password, instead of a file."),
            node.flag(
                "terminated_by_proxy",
                false,
                "A proxy in front does TLS: another address than loopback may be bound without a"
                    + " key store. Nobody else may reach the port."));
    if (tls.isHere() == (tls.passwordFile.isEmpty() && tls.passwordEnv.isEmpty())) {
      node.error("key_store", "and one of password_file, password_env go together");
    }
    if (!tls.passwordFile.isEmpty() && !tls.passwordEnv.isEmpty()) {
      node.error("password_file", "and password_env exclude each other");
    }
    return tls;
  }
}
