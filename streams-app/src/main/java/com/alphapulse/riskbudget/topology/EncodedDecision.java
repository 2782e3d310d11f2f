package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.serde.AvroSerde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A decision beside its encoding, which the topic and the ledger's changelog share: encoding is the
 * dearest step of an order, and the decision must not change after it.
 *
 * @param bytes single-object encoding
 */
record EncodedDecision(OrderDecision decision, byte[] bytes) {

  static EncodedDecision of(OrderDecision decision, SingleObject<OrderDecision> codec) {
    return new EncodedDecision(decision, codec.encode(decision));
  }

  /** Writes the shared encoding under the header of the wire format. */
  static Serializer<EncodedDecision> framed(AvroSerde<OrderDecision> serde) {
    return (topic, encoded) -> serde.frame(topic, encoded.bytes(), SingleObject.HEADER_LENGTH);
  }

  /** Writes the record by a serializer that has a format of its own. */
  static Serializer<EncodedDecision> by(Serializer<OrderDecision> serializer) {
    return (topic, encoded) -> serializer.serialize(topic, encoded.decision());
  }
}
