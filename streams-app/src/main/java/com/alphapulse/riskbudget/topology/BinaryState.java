package com.alphapulse.riskbudget.topology;

import java.io.ByteArrayOutputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Binary forms of state, in memory. */
final class BinaryState {

  /** Something that writes itself. */
  interface Writer {
    void to(DataOutput out) throws IOException;
  }

  private BinaryState() {}

  /** What {@code writer} writes. */
  static byte[] of(Writer writer) {
    return of(256, writer);
  }

  /**
   * What {@code writer} writes.
   *
   * @param expected about how many bytes
   */
  static byte[] of(int expected, Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(expected);
    try {
      writer.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
