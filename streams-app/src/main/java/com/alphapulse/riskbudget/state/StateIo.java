package com.alphapulse.riskbudget.state;

import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Encodings shared by the parts of the market's state. */
public final class StateIo {

  private StateIo() {}

  /** Writes a decimal exactly, scale included; null is allowed. */
  public static void writeDecimal(DataOutput out, BigDecimal value) throws IOException {
    if (value == null) {
      out.writeInt(-1);
      return;
    }
    byte[] unscaled = value.unscaledValue().toByteArray();
    out.writeInt(unscaled.length);
    out.write(unscaled);
    out.writeInt(value.scale());
  }

  public static BigDecimal readDecimal(DataInput in) throws IOException {
    int length = in.readInt();
    if (length == -1) {
      return null;
    }
    byte[] unscaled = new byte[checkSize(length, 1 << 16)];
    in.readFully(unscaled);
    return new BigDecimal(new BigInteger(unscaled), in.readInt());
  }

  public static void writeSpec(DataOutput out, InstrumentSpec spec) throws IOException {
    out.writeUTF(spec.symbol());
    out.writeUTF(spec.assetClass().name());
    out.writeUTF(spec.currency());
    writeDecimal(out, spec.lotSize());
    writeDecimal(out, spec.tickSize());
    writeDecimal(out, spec.contractMultiplier());
  }

  public static InstrumentSpec readSpec(DataInput in) throws IOException {
    return new InstrumentSpec(
        in.readUTF(),
        readConstant(in, AssetClass.class),
        in.readUTF(),
        readDecimal(in),
        readDecimal(in),
        readDecimal(in));
  }

  /** Reads an enum constant that was written by name. */
  public static <E extends Enum<E>> E readConstant(DataInput in, Class<E> type) throws IOException {
    String name = in.readUTF();
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new IOException("unknown " + type.getSimpleName() + " in the market state: " + name, e);
    }
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
      throw new IOException("the market state is damaged: a size of " + size);
    }
    return size;
  }
}
