package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.config.ApiSettings;
import com.alphapulse.riskbudget.config.ConfigurationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Which addresses may be bound to: any other than loopback needs credentials, and TLS. */
public final class BindAddress {
  private BindAddress() {}

  /**
   * Checks the address to bind to.
   *
   * @throws ConfigurationException if it is not a loopback address, and credentials or TLS are
   *     missing
   */
  public static void check(ApiSettings settings) {
    String host = settings.host();
    if (host.isBlank()) {
      throw refused("api.host: must not be blank");
    }
    if (isLoopbackAddress(host)) {
      return;
    }
    if (!settings.access().hasCredentials()) {
      throw refused(
          "api.host: '"
              + host
              + "' is not a loopback address; without credentials (api.access) the server binds to"
              + " 127.0.0.1, ::1 or localhost only");
    }
    if (!settings.tls().isHere() && !settings.tls().terminatedByProxy()) {
      throw refused(
          "api.host: '"
              + host
              + "' is not a loopback address; tokens would be readable on the way: give"
              + " api.tls.key_store, or say api.tls.terminated_by_proxy");
    }
  }

  static boolean isLoopbackAddress(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static ConfigurationException refused(String error) {
    return new ConfigurationException("api", List.of(error));
  }
}
