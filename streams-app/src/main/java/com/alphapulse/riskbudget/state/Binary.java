package com.alphapulse.riskbudget.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Exact binary forms of the values that a book is stored from. */
public final class Binary {

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

  private Binary() {}

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

  public static <E extends Enum<E>> void writeEnum(DataOutput out, E value) throws IOException {
    writeText(out, value.name());
  }

  public static <E extends Enum<E>> E readEnum(DataInput in, Class<E> type) throws IOException {
    return Enum.valueOf(type, readText(in));
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

  public static void writeOptional(DataOutput out, OptionalInt value) throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      out.writeInt(value.getAsInt());
    }
  }

  public static OptionalInt readOptionalInt(DataInput in) throws IOException {
    return in.readBoolean() ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
  }

  public static <T> void writeAll(DataOutput out, Iterable<T> values, Writer<T> writer)
      throws IOException {
    List<T> list = new ArrayList<>();
    values.forEach(list::add);
    out.writeInt(list.size());
    for (T value : list) {
      writer.write(out, value);
    }
  }

  public static <T> List<T> readAll(DataInput in, Reader<T> reader) throws IOException {
    List<T> list = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      list.add(reader.read(in));
    }
    return list;
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

  private static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
