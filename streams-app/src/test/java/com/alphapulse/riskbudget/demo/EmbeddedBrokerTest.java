package com.alphapulse.riskbudget.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.config.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @TempDir Path folder;

  @Test
  void shouldServeAndLeaveNothingBehind_whenStartedAndClosed() throws Exception {
    Path data = folder.resolve("data");
    EmbeddedBroker broker = EmbeddedBroker.start(OptionalInt.empty(), data);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic("probe", Optional.of(3), Optional.empty())))
          .all()
          .get(30, TimeUnit.SECONDS);
      // A broker tells of a topic once it has read of it in the log of metadata.
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      Set<String> topics = admin.listTopics().names().get(30, TimeUnit.SECONDS);
      while (!topics.contains("probe") && System.nanoTime() < deadline) {
        topics = admin.listTopics().names().get(30, TimeUnit.SECONDS);
      }
      assertThat(topics).contains("probe");
    } finally {
      broker.close();
    }

    assertThat(data).doesNotExist();
    broker.close();
  }

  @Test
  void shouldRefuseAndLeaveNothingBehind_whenPortIsInUse() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> EmbeddedBroker.start(OptionalInt.of(port), data))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(port + " on 127.0.0.1 is in use");
    }
    assertThat(Files.exists(data)).isFalse();
  }
}
