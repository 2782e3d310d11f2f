package com.alphapulse.riskbudget.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The header before each record: one zero byte, then the schema id as a big-endian 32-bit number.
 */
final class WireFormat {

  /** Bytes before the Avro body. */
  static final int HEADER_LENGTH = 5;

  private static final byte MAGIC = 0;

  private WireFormat() {}

  /** The header for a schema id. */
  static byte[] header(int id) {
    return new byte[] {MAGIC, (byte) (id >>> 24), (byte) (id >>> 16), (byte) (id >>> 8), (byte) id};
  }

  /**
   * The schema id of a record.
   *
   * @throws SerializationException if the record has no such header
   */
  static int schemaId(String topic, byte[] data) {
    if (data.length < HEADER_LENGTH) {
      throw unreadable(
          topic,
          "has " + data.length + " bytes, fewer than the " + HEADER_LENGTH + " of the header",
          null);
    }
    if (data[0] != MAGIC) {
      throw unreadable(
          topic,
          String.format(
              "starts with byte 0x%02x and not with 0x00: it was not written by a registry-aware Avro serializer",
              data[0]),
          null);
    }
    return (data[1] & 0xff) << 24
        | (data[2] & 0xff) << 16
        | (data[3] & 0xff) << 8
        | (data[4] & 0xff);
  }

  /** A failure that names the topic and what is wrong with the record. */
  static SerializationException unreadable(String topic, String problem, Throwable cause) {
    return new SerializationException("record of topic " + topic + " " + problem, cause);
  }
}
