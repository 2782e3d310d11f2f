package com.alphapulse.riskbudget.cli.base;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Option;

/**
 * Where a command finds brokers and schemas, and what it needs to be let in: the configuration of
 * the installation, or the two addresses alone.
 */
public final class ClusterOptions {
  /** Names the configuration of the demonstration. */
  private static final String DEMO = "demo";

  private static final int CONNECT_SECONDS = 10;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Configuration of the installation, as YAML: its brokers and registry with their"
              + " properties, and the settings of its stages; or '"
              + DEMO
              + "'. Default: every default.")
  private String config;

  @Option(
      names = {"--bootstrap-server", "--bootstrap"},
      paramLabel = "HOST:PORT",
      description = "Brokers, in place of the configured ones. Default: localhost:9092.")
  private String bootstrapServer;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "Schema registry, in place of the configured one. Default: http://localhost:8081.")
  private String registry;

  @Option(
      names = "--installation",
      paramLabel = "NAME",
      description = "Name of the installation, in place of the configured one. Default: none.")
  private String installation;

  private Configuration configuration;

  /**
   * The configuration that was named, or every default.
   *
   * @throws ConfigurationException if it cannot be read, or with everything that is wrong in it
   */
  public Configuration configuration() {
    if (configuration == null) {
      configuration = load();
    }
    return configuration;
  }

  /** Where the configuration is from. */
  public String source() {
    return config == null ? "defaults" : config;
  }

  /** The brokers' addresses. */
  public String bootstrapServer() {
    return Optional.ofNullable(bootstrapServer)
        .orElseGet(() -> configuration().kafka().bootstrapServers());
  }

  /**
   * The name of the installation, as named here or configured.
   *
   * @throws ConfigurationException if it is no such name
   */
  public InstallationName installation() {
    if (installation == null) {
      return configuration().kafka().installation();
    }
    InstallationName.problem(installation)
        .ifPresent(
            problem -> {
              throw new ConfigurationException("--installation", List.of(problem));
            });
    return new InstallationName(installation);
  }

  /** What every client needs to reach the brokers: their addresses, TLS, credentials. */
  public Map<String, Object> client() {
    Map<String, Object> properties = new HashMap<>(configuration().kafka().properties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer());
    return properties;
  }

  /**
   * The registry's client.
   *
   * @throws ConfigurationException if the address cannot be used
   */
  public SchemaRegistry registry() {
    String url = Optional.ofNullable(registry).orElseGet(() -> configuration().registry().url());
    try {
      return new HttpSchemaRegistry(url, configuration().registry().properties());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("--registry", List.of(e.getMessage()));
    }
  }

  /**
   * Makes sure that a broker answers and has the topics.
   *
   * @param topics by their names on the cluster
   * @throws ConfigurationException if not
   */
  public void require(List<String> topics) {
    String brokers = bootstrapServer();
    Map<String, Object> properties = client();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CONNECT_SECONDS * 1000);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CONNECT_SECONDS * 1000 / 2);
    try (Admin admin = Admin.create(properties)) {
      var existing = admin.listTopics().names().get(CONNECT_SECONDS, TimeUnit.SECONDS);
      for (String topic : topics) {
        if (!existing.contains(topic)) {
          throw new ConfigurationException(
              "topic", List.of(topic + " does not exist at " + brokers));
        }
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new ConfigurationException(
          "--bootstrap-server", List.of("no broker answers at " + brokers));
    } catch (KafkaException e) {
      throw new ConfigurationException(
          "--bootstrap-server", List.of(brokers + " is not a usable address"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("--bootstrap-server", List.of("interrupted"));
    }
  }

  private Configuration load() {
    if (config == null) {
      return Configuration.defaults();
    }
    return config.equals(DEMO)
        ? Configuration.bundled("/demo/demo.yaml")
        : Configuration.load(Path.of(config));
  }
}
