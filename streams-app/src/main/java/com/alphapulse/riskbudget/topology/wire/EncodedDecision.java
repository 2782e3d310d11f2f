package com.alphapulse.riskbudget.topology.wire;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.serde.AvroSerde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * An encoded decision, which the topic and the ledger's changelog share, beside what tells where it
 * goes.
 *
 * @param portfolioId key
 * @param submittedAt event time, milliseconds
 * @param bytes single-object encoding of the {@link OrderDecision}
 */
public record EncodedDecision(
    boolean approved, String portfolioId, long submittedAt, byte[] bytes) {

  public static EncodedDecision of(Decision decision, byte[] bytes) {
    return new EncodedDecision(
        decision.approved(), decision.order().portfolioId(), decision.order().submittedAt(), bytes);
  }

  /** A record that was read and changed. */
  public static EncodedDecision of(OrderDecision record, SingleObject<OrderDecision> codec) {
    return new EncodedDecision(
        record.getOutcome() == Outcome.APPROVED,
        record.getIntent().getPortfolioId(),
        record.getIntent().getSubmittedAt().toEpochMilli(),
        codec.encode(record));
  }

  /** Writes the shared encoding under the header of the wire format. */
  static Serializer<EncodedDecision> framed(AvroSerde<OrderDecision> serde) {
    return (topic, encoded) -> serde.frame(topic, encoded.bytes(), SingleObject.HEADER_LENGTH);
  }

  /** Writes the record by a serializer that has a format of its own. */
  static Serializer<EncodedDecision> by(Serializer<OrderDecision> serializer) {
    ThreadLocal<SingleObject<OrderDecision>> codec =
        ThreadLocal.withInitial(() -> SingleObject.of(OrderDecision.class));
    return (topic, encoded) -> serializer.serialize(topic, codec.get().decode(encoded.bytes()));
  }
}
