package com.alphapulse.riskbudget.api.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.api.Samples;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import io.javalin.http.HttpStatus;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaCommandWriterTest {
  private final MockProducer<String, RiskOverride> producer =
      new MockProducer<>(
          true,
          null,
          new StringSerializer(),
          AvroSerde.of(RiskOverride.class, new InMemorySchemaRegistry()).serializer());
  private final KafkaCommandWriter writer = new KafkaCommandWriter(InstallationName.NONE, producer);
  private final RiskOverride override = Samples.override("p", "a", OverrideAction.HALT);

  @Test
  void shouldWriteUnderItsPortfolioAtItsTime_whenBrokersConfirm() {
    writer.write(override);

    ProducerRecord<String, RiskOverride> record = producer.history().get(0);
    assertThat(record.topic()).isEqualTo("risk-override");
    assertThat(record.key()).isEqualTo("p");
    assertThat(record.timestamp()).isEqualTo(Samples.TIME.toEpochMilli());
    assertThat(record.value()).isEqualTo(override);
  }

  @Test
  void shouldAnswer503NamingTheOverride_whenBrokersDoNotConfirm() {
    producer.sendException = new TimeoutException("no answer");

    assertThatThrownBy(() -> writer.write(override))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("'a'")
        .extracting(e -> ((Problem) e).status())
        .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
  }
}
