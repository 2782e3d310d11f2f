package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.cli.base.ClusterOptions;
import com.alphapulse.riskbudget.cli.base.Version;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.AvroJson;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riskbudget tail}. */
@Command(
    name = "tail",
    description = "Prints the committed records of a topic, one line of JSON each.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class TailCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "TOPIC",
      description =
          "Topic to read: one of the product's, of the installation, or the full name of any.")
  private String topic;

  @Mixin private ClusterOptions cluster;

  @Option(names = "--from-beginning", description = "Start with the first record, not the next.")
  private boolean fromBeginning;

  @Option(names = "--max", paramLabel = "N", description = "End after this many records.")
  private long max = Long.MAX_VALUE;

  @Option(names = "--key", paramLabel = "KEY", description = "Only records with this key.")
  private String key;

  private final AtomicBoolean stopped = new AtomicBoolean();

  @Override
  public Integer call() {
    if (max < 1) {
      throw new ConfigurationException("--max", List.of("must be at least 1, not " + max));
    }
    AvroJson json = new AvroJson(cluster.registry());
    topic =
        Topics.named(topic, InstallationName.NONE)
            .map(known -> known.on(cluster.installation()))
            .orElse(topic);
    cluster.require(List.of(topic));
    PrintWriter out = spec.commandLine().getOut();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopped.set(true), "tail-shutdown"));
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      if (fromBeginning) {
        consumer.seekToBeginning(partitions);
      } else {
        consumer.seekToEnd(partitions);
      }
      long printed = 0;
      // A reader downstream that has gone away, such as head, is no reason to read on.
      while (printed < max && !stopped.get() && !out.checkError()) {
        for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
          if (printed < max && (key == null || key.equals(message.key()))) {
            out.println(text(json, message));
            printed++;
          }
        }
      }
    }
    return 0;
  }

  private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
    return consumer.partitionsFor(topic).stream()
        .map(p -> new TopicPartition(topic, p.partition()))
        .toList();
  }

  private KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> properties = cluster.client();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** A record as JSON; one that is not of the wire format as what it is. */
  private static String text(AvroJson json, ConsumerRecord<String, byte[]> message) {
    try {
      return json.toJson(message.topic(), message.value());
    } catch (SerializationException e) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("partition", message.partition())
          .put("offset", message.offset())
          .put("unreadable", e.getMessage())
          .put("value", new String(message.value(), StandardCharsets.UTF_8))
          .toString();
    }
  }
}
