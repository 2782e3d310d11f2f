package com.alphapulse.riskbudget.state;

import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How state is written and read: exact binary forms of the values that stores are made of. What
 * reads checks every size, so that damaged state is told instead of running out of memory.
 */
public final class StateIo {

  /** Writes one value. */
  @FunctionalInterface
  public interface Writer<T> {
    void write(DataOutput out, T value) throws IOException;
  }

  /** Reads one value. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  /** Longest text or decimal, in bytes: no bound of any input lets a longer one in. */
  private static final int MAX_BYTES = 1 << 20;

  private StateIo() {}

  public static void writeText(DataOutput out, String text) throws IOException {
    writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  public static String readText(DataInput in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  public static void writeDecimal(DataOutput out, BigDecimal value) throws IOException {
    out.writeInt(value.scale());
    writeBytes(out, value.unscaledValue().toByteArray());
  }

  public static BigDecimal readDecimal(DataInput in) throws IOException {
    int scale = in.readInt();
    return new BigDecimal(new BigInteger(readBytes(in)), scale);
  }

  /** Writes a decimal that may be null. */
  public static void writeNullable(DataOutput out, BigDecimal value) throws IOException {
    writeOptional(out, Optional.ofNullable(value), StateIo::writeDecimal);
  }

  /** Reads a decimal that may be null. */
  public static BigDecimal readNullable(DataInput in) throws IOException {
    return readOptional(in, StateIo::readDecimal).orElse(null);
  }

  public static <E extends Enum<E>> void writeEnum(DataOutput out, E value) throws IOException {
    writeText(out, value.name());
  }

  /** Reads a constant that was written by name. */
  public static <E extends Enum<E>> E readEnum(DataInput in, Class<E> type) throws IOException {
    String name = readText(in);
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new IOException("unknown " + type.getSimpleName() + " in the state: " + name, e);
    }
  }

  public static <T> void writeOptional(DataOutput out, Optional<T> value, Writer<T> writer)
      throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      writer.write(out, value.get());
    }
  }

  public static <T> Optional<T> readOptional(DataInput in, Reader<T> reader) throws IOException {
    return in.readBoolean() ? Optional.of(reader.read(in)) : Optional.empty();
  }

  public static void writeOptional(DataOutput out, OptionalDouble value) throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      out.writeDouble(value.getAsDouble());
    }
  }

  public static OptionalDouble readOptionalDouble(DataInput in) throws IOException {
    return in.readBoolean() ? OptionalDouble.of(in.readDouble()) : OptionalDouble.empty();
  }

  public static void writeOptional(DataOutput out, OptionalLong value) throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      out.writeLong(value.getAsLong());
    }
  }

  public static OptionalLong readOptionalLong(DataInput in) throws IOException {
    return in.readBoolean() ? OptionalLong.of(in.readLong()) : OptionalLong.empty();
  }

  public static void writeDoubles(DataOutput out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  public static double[] readDoubles(DataInput in) throws IOException {
    double[] values = new double[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }

  public static void writeSpec(DataOutput out, InstrumentSpec spec) throws IOException {
    out.writeUTF(spec.symbol());
    writeEnum(out, spec.assetClass());
    out.writeUTF(spec.currency());
    writeDecimal(out, spec.lotSize());
    writeDecimal(out, spec.tickSize());
    writeDecimal(out, spec.contractMultiplier());
  }

  public static InstrumentSpec readSpec(DataInput in) throws IOException {
    return new InstrumentSpec(
        in.readUTF(),
        readEnum(in, AssetClass.class),
        in.readUTF(),
        readDecimal(in),
        readDecimal(in),
        readDecimal(in));
  }

  public static void writeDoubles(DataOutput out, double[] values, int from, int count)
      throws IOException {
    // At once: one by one, the risk of 2,000 instruments took a tenth of a second.
    ByteBuffer bytes = ByteBuffer.allocate(count * Double.BYTES);
    bytes.asDoubleBuffer().put(values, from, count);
    out.write(bytes.array());
  }

  public static double[] readDoubles(DataInput in, int count) throws IOException {
    byte[] bytes = new byte[count * Double.BYTES];
    in.readFully(bytes);
    double[] values = new double[count];
    ByteBuffer.wrap(bytes).asDoubleBuffer().get(values);
    return values;
  }

  /**
   * Reads a count.
   *
   * @throws IOException if it is negative or above the maximum, so that damaged state is told
   *     instead of running out of memory
   */
  public static int readSize(DataInput in, int maximum) throws IOException {
    return checkSize(in.readInt(), maximum);
  }

  /**
   * Gives back a count that was read.
   *
   * @throws IOException if it is negative or above the maximum
   */
  public static int checkSize(int size, int maximum) throws IOException {
    if (size < 0 || size > maximum) {
      throw new IOException("the state is damaged: a size of " + size);
    }
    return size;
  }

  /**
   * Reads the format version that an entry starts with.
   *
   * @throws IOException if it is another than {@code known}
   */
  public static void readVersion(DataInput in, int known) throws IOException {
    int version = in.readUnsignedByte();
    if (version != known) {
      throw new IOException(
          "state of version %d cannot be read, only of %d".formatted(version, known));
    }
  }

  private static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[readSize(in, MAX_BYTES)];
    in.readFully(bytes);
    return bytes;
  }
}
