package com.alphapulse.riskbudget.topology.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.junit.jupiter.api.Test;

class RoutingTest {

  @Test
  void shouldSendToThePartitionThatIsNamed_whenTheKeyStandsForAll() {
    StreamPartitioner<String, Integer> partitioner =
        Routing.byKeyOrItsOwn("*", (Integer partition) -> partition);

    for (int partition = 0; partition < 5; partition++) {
      assertThat(partitioner.partitions("topic", "*", partition, 5)).contains(Set.of(partition));
      assertThat(partitioner.partitions("topic", "alpha", partition, 5))
          .contains(Set.of(Routing.partitionOf("alpha", 5)));
    }
    assertThat(partitioner.partitions("topic", "alpha", null, 5)) // What takes back what was told.
        .contains(Set.of(Routing.partitionOf("alpha", 5)));
  }
}
