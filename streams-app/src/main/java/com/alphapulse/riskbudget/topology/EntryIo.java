package com.alphapulse.riskbudget.topology;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Parts that the ledger store's entries are made of. */
final class EntryIo {

  private EntryIo() {}

  /** The format version that a value starts with; an unknown one cannot be read. */
  static int format(DataInputStream in, int latest) throws IOException {
    int format = in.readUnsignedByte();
    if (format < 1 || format > latest) {
      throw new IOException("ledger entry of unknown format " + format);
    }
    return format;
  }

  static void writeOptional(DataOutput out, Optional<BigDecimal> value) throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      writeDecimal(out, value.get());
    }
  }

  static Optional<BigDecimal> readOptional(DataInputStream in) throws IOException {
    return in.readBoolean() ? Optional.of(readDecimal(in)) : Optional.empty();
  }

  static void writeDecimal(DataOutput out, BigDecimal value) throws IOException {
    byte[] unscaled = value.unscaledValue().toByteArray();
    out.writeInt(value.scale());
    out.writeInt(unscaled.length);
    out.write(unscaled);
  }

  static BigDecimal readDecimal(DataInputStream in) throws IOException {
    int scale = in.readInt();
    byte[] unscaled = in.readNBytes(in.readInt());
    return new BigDecimal(new BigInteger(unscaled), scale);
  }
}
