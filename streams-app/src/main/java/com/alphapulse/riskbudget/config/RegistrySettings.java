package com.alphapulse.riskbudget.config;

import java.util.Map;

/**
 * The schema registry ({@code schema_registry}).
 *
 * @param serdeClass Kafka {@code Serde} used instead of the built-in one; empty for the built-in
 * @param properties passed on to that serde, and authentication of the built-in one
 */
public record RegistrySettings(String url, String serdeClass, Map<String, String> properties) {

  public RegistrySettings {
    properties = Map.copyOf(properties);
  }

  static RegistrySettings read(ConfigNode node) {
    return new RegistrySettings(
        node.text(
            "url",
            "http://localhost:8081",
            "Any registry that speaks the Confluent REST API; for Apicurio it ends in `/apis/ccompat/v7`."),
        node.text(
            "serde_class", "", "A Kafka `Serde` used for every topic instead of the built-in one."),
        node.properties(
            "properties",
            "Of the registry's client: `basic.auth.user.info` (user:password), `bearer.auth.token`, `ssl.truststore.location`, `ssl.truststore.password`, `ssl.keystore.location`, `ssl.keystore.password`, `ssl.key.password`; passed on to `serde_class` where that is set."));
  }
}
