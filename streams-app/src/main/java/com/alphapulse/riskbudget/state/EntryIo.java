package com.alphapulse.riskbudget.state;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Parts that the ledger store's entries are made of. */
public final class EntryIo {

  private EntryIo() {}

  /** The format version that a value starts with; an unknown one cannot be read. */
  public static int format(DataInputStream in, int latest) throws IOException {
    int format = in.readUnsignedByte();
    if (format < 1 || format > latest) {
      throw new IOException("ledger entry of unknown format " + format);
    }
    return format;
  }

  public static void writeOptional(DataOutput out, Optional<BigDecimal> value) throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      writeDecimal(out, value.get());
    }
  }

  public static Optional<BigDecimal> readOptional(DataInputStream in) throws IOException {
    return in.readBoolean() ? Optional.of(readDecimal(in)) : Optional.empty();
  }

  public static void writeDecimal(DataOutput out, BigDecimal value) throws IOException {
    byte[] unscaled = value.unscaledValue().toByteArray();
    out.writeInt(value.scale());
    out.writeInt(unscaled.length);
    out.write(unscaled);
  }

  public static BigDecimal readDecimal(DataInputStream in) throws IOException {
    int scale = in.readInt();
    byte[] unscaled = in.readNBytes(in.readInt());
    return new BigDecimal(new BigInteger(unscaled), scale);
  }
}
