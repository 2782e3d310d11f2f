package com.alphapulse.riskbudget.state;

import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Binary forms of state, in memory. */
public final class StateBytes {

  /** Something that writes itself. */
  public interface Writer {
    void to(DataOutput out) throws IOException;
  }

  private StateBytes() {}

  /** What {@code writer} writes. */
  public static byte[] of(Writer writer) {
    return of(256, writer);
  }

  /**
   * What {@code writer} writes.
   *
   * @param expected about how many bytes
   */
  public static byte[] of(int expected, Writer writer) {
    Buffer buffer = new Buffer(expected);
    try {
      writer.to(new DataOutputStream(buffer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.copyOf(buffer.bytes, buffer.size);
  }

  /** The JDK's takes a lock for every number, which costs more than the number. */
  private static final class Buffer extends OutputStream {
    private byte[] bytes;
    private int size;

    private Buffer(int capacity) {
      bytes = new byte[capacity];
    }

    @Override
    public void write(int b) {
      ensure(1);
      bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      ensure(length);
      System.arraycopy(source, offset, bytes, size, length);
      size += length;
    }

    private void ensure(int more) {
      if (bytes.length - size < more) {
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
      }
    }
  }
}
