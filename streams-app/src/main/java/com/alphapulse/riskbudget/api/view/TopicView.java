package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.config.InstallationName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics into the {@link ReadModel} on one background thread. It belongs to no group and
 * reads every partition, so that each instance sees everything.
 *
 * <p>It is current once it has read to where the topics ended at start, and for as long as the
 * brokers answer. A record that cannot be read is counted and left out; a registry or broker that
 * does not answer only delays, and nothing is left out.
 */
public final class TopicView implements AutoCloseable {
  /** How often the brokers are asked whether they answer. */
  static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);

  /** Without an answer for so long, the view is no longer current. */
  static final Duration STALE_AFTER = Duration.ofSeconds(8);

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(TopicView.class);

  /** Told about what was read. */
  public interface Listener {
    /** Something new since the view became current. */
    void changed(ViewEvent event);

    /** A record that the model has taken in, from the first one on. */
    void read(SpecificRecord value, Headers headers);

    /** A record that could not be read, of the topic that the installation calls so. */
    void unreadable(String topic);
  }

  private final InstallationName installation;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<String, ViewTopic> topics = new HashMap<>();
  private final Map<String, Deserializer<? extends SpecificRecord>> deserializers = new HashMap<>();
  private final ReadModel model;
  private final Listener listener;
  private final LongSupplier nanoTime;
  private final Thread thread = new Thread(this::run, "api-view");
  private final Map<TopicPartition, Long> unread = new HashMap<>();
  private boolean assigned;
  private String lastFailure = "";
  private volatile boolean caughtUp;
  private volatile long lastAnswer;
  private volatile boolean closed;

  /**
   * @param installation whose topics are read
   * @param consumer read_committed, of no group, not used by anyone else; closed by the view
   * @param deserializers of the records of each topic
   * @param nanoTime as {@link System#nanoTime}
   */
  public TopicView(
      InstallationName installation,
      Consumer<byte[], byte[]> consumer,
      Map<ViewTopic, Deserializer<? extends SpecificRecord>> deserializers,
      ReadModel model,
      Listener listener,
      LongSupplier nanoTime) {
    this.installation = installation;
    this.consumer = consumer;
    this.model = model;
    this.listener = listener;
    this.nanoTime = nanoTime;
    deserializers.forEach(
        (topic, deserializer) -> {
          topics.put(topic.on(installation), topic);
          this.deserializers.put(topic.on(installation), deserializer);
        });
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Whether everything up to now has been read, as far as the brokers tell. */
  public boolean isCurrent() {
    return caughtUp && nanoTime.getAsLong() - lastAnswer < STALE_AFTER.toNanos();
  }

  /** Ends the thread and the consumer. */
  @Override
  public void close() {
    closed = true;
    if (thread.getState() == Thread.State.NEW) {
      consumer.close();
      return;
    }
    consumer.wakeup();
    try {
      thread.join(CALL_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      while (!closed) {
        if (!step()) {
          // A broker that is down is not asked in a tight loop.
          TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The view stays behind from here on, and says so: it is no longer current.
      LOG.error("the API's view of the topics has ended", e);
      caughtUp = false;
    }
  }

  /**
   * One round: find the partitions, or read what there is.
   *
   * @return false if that failed, and is to be tried again after a pause
   */
  boolean step() {
    try {
      if (!assigned) {
        assign();
        assigned = true;
      }
      read();
      lastFailure = "";
      return true;
    } catch (WakeupException e) {
      return true;
    } catch (KafkaException e) {
      if (!e.toString().equals(lastFailure)) {
        lastFailure = e.toString();
        LOG.warn("the API's view of the topics waits: {}", lastFailure);
      }
      return false;
    }
  }

  /**
   * Takes all partitions of all topics.
   *
   * @throws UnknownTopicOrPartitionException if a topic is missing; it may still be made
   */
  private void assign() {
    Map<TopicPartition, ViewTopic.Start> starts = new HashMap<>();
    for (Map.Entry<String, ViewTopic> entry : topics.entrySet()) {
      String name = entry.getKey();
      ViewTopic topic = entry.getValue();
      List<PartitionInfo> partitions = consumer.partitionsFor(name, CALL_TIMEOUT);
      if (partitions == null || partitions.isEmpty()) {
        throw new UnknownTopicOrPartitionException("topic " + name + " does not exist");
      }
      int read = topic.copies() == ViewTopic.Copies.ONE ? partitions.size() : 1;
      for (int partition = 0; partition < read; partition++) {
        starts.put(new TopicPartition(name, partition), topic.start());
      }
    }
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(starts.keySet(), CALL_TIMEOUT);
    Map<TopicPartition, Long> ends = consumer.endOffsets(starts.keySet(), CALL_TIMEOUT);
    consumer.assign(starts.keySet());
    starts.forEach(
        (partition, start) -> {
          long beginning = beginnings.get(partition);
          long tail = Math.max(beginning, ends.get(partition) - ViewTopic.TAIL_PER_PARTITION);
          consumer.seek(partition, start == ViewTopic.Start.BEGINNING ? beginning : tail);
        });
    unread.putAll(ends);
    lastAnswer = nanoTime.getAsLong();
  }

  private void read() {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    List<ConsumerRecord<byte[], byte[]>> inOrder = new ArrayList<>();
    records.forEach(inOrder::add);
    for (int i = 0; i < inOrder.size(); i++) {
      try {
        accept(inOrder.get(i));
      } catch (KafkaException e) {
        // Nothing was learnt about the record itself: read it and what follows again.
        rewind(inOrder.subList(i, inOrder.size()));
        throw e;
      }
    }
    if (!caughtUp) {
      unread.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      caughtUp = unread.isEmpty();
    }
    if (nanoTime.getAsLong() - lastAnswer >= CHECK_INTERVAL.toNanos()) {
      consumer.endOffsets(consumer.assignment(), CALL_TIMEOUT);
      lastAnswer = nanoTime.getAsLong();
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      listener.unreadable(installation.within(record.topic()));
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      model.remove(place(record), key);
      return;
    }
    Optional<SpecificRecord> value = decode(record);
    value
        .flatMap(decoded -> model.accept(place(record), key, decoded))
        .filter(event -> caughtUp)
        .ifPresent(listener::changed);
    value.ifPresent(decoded -> listener.read(decoded, record.headers()));
  }

  private Place place(ConsumerRecord<byte[], byte[]> record) {
    return new Place(topics.get(record.topic()), record.partition(), record.offset());
  }

  private Optional<SpecificRecord> decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(
          Objects.requireNonNull(deserializers.get(record.topic()))
              .deserialize(record.topic(), record.value()));
    } catch (SerializationException e) {
      listener.unreadable(installation.within(record.topic()));
      LOG.warn(
          "left out {}-{} offset {}: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
      return Optional.empty();
    }
  }

  private void rewind(Collection<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, Long> first = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      first.merge(
          new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min);
    }
    first.forEach(consumer::seek);
  }
}
