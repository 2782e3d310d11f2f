package com.alphapulse.riskbudget.topology.kafka;

import com.alphapulse.riskbudget.config.InstallationName;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka clients of the gate: those of every stage, but for a main consumer that hands out no order
 * while something that the order is to be decided against waits ({@link OrdersLast}).
 */
public final class GateClients extends StageClients {
  private final InstallationName installation;
  private final OrderProgress progress;
  private final PollListener listener;

  /**
   * @param installation whose topics are read
   * @param progress hears of what every poll found
   * @param listener hears of every poll before it is made
   */
  public GateClients(InstallationName installation, OrderProgress progress, PollListener listener) {
    this.installation = installation;
    this.progress = progress;
    this.listener = listener;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new MainConsumer(config, installation, progress, listener);
  }

  private static final class MainConsumer extends LeavingConsumer {
    /** Changed by rebalances, which happen within a poll or an unsubscription. */
    private Set<TopicPartition> held = new HashSet<>();

    private final OrdersLast ordersLast;
    private final String orders;
    private final OrderProgress progress;
    private final PollListener listener;

    MainConsumer(
        Map<String, Object> config,
        InstallationName installation,
        OrderProgress progress,
        PollListener listener) {
      super(config);
      this.ordersLast = new OrdersLast(installation);
      this.orders = Topics.ORDER_INTENT.on(installation);
      this.progress = progress;
      this.listener = listener;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      listener.beforePoll(this::decided);
      held = ordersLast.toHold(this);
      pause(held);
      try {
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        tell(records);
        return records;
      } finally {
        resume(held);
      }
    }

    private Set<Integer> decided() {
      return assignment().stream()
          .filter(partition -> partition.topic().equals(orders))
          .map(TopicPartition::partition)
          .collect(Collectors.toSet());
    }

    private void tell(ConsumerRecords<byte[], byte[]> records) {
      long now = System.nanoTime();
      for (TopicPartition partition : assignment()) {
        if (partition.topic().equals(orders)) {
          boolean delivered = !records.records(partition).isEmpty();
          progress.polled(partition, delivered, OrdersLast.isBehind(currentLag(partition)), now);
        }
      }
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
      super.subscribe(topics, lettingGo(listener));
    }

    @Override
    public void subscribe(Pattern topics, ConsumerRebalanceListener listener) {
      super.subscribe(topics, lettingGo(listener));
    }

    /**
     * A partition that is taken away within a poll may come back in the same one, and Kafka Streams
     * then pauses it until its task is restored: it must not be resumed here.
     */
    private ConsumerRebalanceListener lettingGo(ConsumerRebalanceListener listener) {
      return new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
          letGo(partitions);
          listener.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
          letGo(partitions);
          listener.onPartitionsLost(partitions);
        }

        private void letGo(Collection<TopicPartition> partitions) {
          held.removeAll(partitions);
          progress.gone(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
          listener.onPartitionsAssigned(partitions);
        }
      };
    }
  }
}
