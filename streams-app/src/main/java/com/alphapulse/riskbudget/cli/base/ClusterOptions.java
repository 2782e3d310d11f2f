package com.alphapulse.riskbudget.cli.base;

import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Option;

/** Where a command that only reads finds brokers and schemas. */
public final class ClusterOptions {
  private static final int CONNECT_SECONDS = 10;

  @Option(
      names = {"--bootstrap-server", "--bootstrap"},
      paramLabel = "HOST:PORT",
      description = "Brokers. Default: ${DEFAULT-VALUE}.")
  private String bootstrapServer = "localhost:9092";

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Schema registry. Default: ${DEFAULT-VALUE}.")
  private String registry = "http://localhost:8081";

  /** The brokers' addresses. */
  public String bootstrapServer() {
    return bootstrapServer;
  }

  /**
   * The registry's client.
   *
   * @throws ConfigurationException if the address cannot be used
   */
  public SchemaRegistry registry() {
    try {
      return new HttpSchemaRegistry(registry, Map.of());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("--registry", List.of(e.getMessage()));
    }
  }

  /**
   * Makes sure that a broker answers and has the topics.
   *
   * @throws ConfigurationException if not
   */
  public void require(List<String> topics) {
    Properties properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CONNECT_SECONDS * 1000);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CONNECT_SECONDS * 1000 / 2);
    try (Admin admin = Admin.create(properties)) {
      var existing = admin.listTopics().names().get(CONNECT_SECONDS, TimeUnit.SECONDS);
      for (String topic : topics) {
        if (!existing.contains(topic)) {
          throw new ConfigurationException(
              "topic", List.of(topic + " does not exist at " + bootstrapServer));
        }
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new ConfigurationException(
          "--bootstrap-server", List.of("no broker answers at " + bootstrapServer));
    } catch (KafkaException e) {
      throw new ConfigurationException(
          "--bootstrap-server", List.of(bootstrapServer + " is not a usable address"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("--bootstrap-server", List.of("interrupted"));
    }
  }
}
