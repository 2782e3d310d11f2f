package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.LossWatch;
import com.alphapulse.riskbudget.gate.OrderState;
import com.alphapulse.riskbudget.gate.PortfolioLedger;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;

/**
 * Binary form of the ledger store's entries. A key is the kind and the identifiers; every value
 * starts with a format version, except the records that Avro's single-object encoding describes.
 */
final class LedgerEntries {

  /** Kinds of entry, with the first byte of their keys. */
  enum Kind {
    /** The cursor, after a record that was not an order intent. */
    CURSOR(1),
    /** A portfolio's definition: {@code Portfolio}. */
    PORTFOLIO(2),
    /** The budget in force: {@code BudgetUpdate}. */
    BUDGET(3),
    /** Latest prices of a market: {@code MarketMarks}. */
    MARKS(4),
    /** An override in force: {@code RiskOverride}. */
    OVERRIDE(5),
    /** Cash, fees, sequence and loss watch of a portfolio. */
    ACCOUNT(6),
    /** Position of a symbol in a strategy. */
    POSITION(7),
    /** An order of which execution reports told, or whose decision is forgotten. */
    ORDER(8),
    /** A decision, with the cursor after its intent. */
    DECISION(9),
    /** Volatilities and correlations of a market: {@code MarketState}. */
    RISK_MODEL(10);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private static final byte FORMAT = 1;

  private LedgerEntries() {}

  static Bytes key(Kind kind, String... identifiers) {
    return Bytes.wrap(
        BinaryState.of(
            out -> {
              out.writeByte(kind.code);
              for (String identifier : identifiers) {
                out.writeUTF(identifier);
              }
            }));
  }

  static Kind kind(DataInputStream key) throws IOException {
    int code = key.readUnsignedByte();
    for (Kind kind : Kind.values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IOException("ledger entry of unknown kind " + code);
  }

  static byte[] cursor(long[] cursor) {
    return BinaryState.of(
        out -> {
          out.writeByte(FORMAT);
          writeCursor(out, cursor);
        });
  }

  static void readCursor(byte[] value, long[] into) throws IOException {
    DataInputStream in = in(value);
    format(in);
    mergeCursor(in, into);
  }

  static byte[] account(PortfolioLedger ledger) {
    LossWatch watch = ledger.lossWatch();
    return BinaryState.of(
        out -> {
          out.writeByte(FORMAT);
          writeDecimal(out, ledger.cash());
          writeDecimal(out, ledger.fees());
          out.writeLong(ledger.sequence());
          writeOptional(out, watch.peak());
          writeOptional(out, watch.dayStart());
          out.writeLong(watch.day());
        });
  }

  /** An account as it was saved. */
  record Account(
      BigDecimal cash,
      BigDecimal fees,
      long sequence,
      Optional<BigDecimal> peak,
      Optional<BigDecimal> dayStart,
      long day) {}

  static Account readAccount(byte[] value) throws IOException {
    DataInputStream in = in(value);
    format(in);
    return new Account(
        readDecimal(in),
        readDecimal(in),
        in.readLong(),
        readOptional(in),
        readOptional(in),
        in.readLong());
  }

  static byte[] position(BigDecimal position) {
    return BinaryState.of(
        out -> {
          out.writeByte(FORMAT);
          writeDecimal(out, position);
        });
  }

  static BigDecimal readPosition(byte[] value) throws IOException {
    DataInputStream in = in(value);
    format(in);
    return readDecimal(in);
  }

  static byte[] order(OrderState order) {
    return BinaryState.of(
        out -> {
          out.writeByte(FORMAT);
          out.writeUTF(order.strategyId());
          out.writeUTF(order.symbol());
          out.writeBoolean(order.side() == Side.BUY);
          writeDecimal(out, order.approved());
          writeDecimal(out, order.filled());
          writeDecimal(out, order.reserved());
          out.writeBoolean(order.closed());
          out.writeLong(order.lastEventTime());
          out.writeInt(order.execIds().size());
          for (String execId : order.execIds()) {
            out.writeUTF(execId);
          }
        });
  }

  static OrderState readOrder(String orderId, byte[] value) throws IOException {
    DataInputStream in = in(value);
    format(in);
    String strategyId = in.readUTF();
    String symbol = in.readUTF();
    Side side = in.readBoolean() ? Side.BUY : Side.SELL;
    BigDecimal approved = readDecimal(in);
    BigDecimal filled = readDecimal(in);
    BigDecimal reserved = readDecimal(in);
    boolean closed = in.readBoolean();
    long lastEventTime = in.readLong();
    Set<String> execIds = new LinkedHashSet<>();
    for (int remaining = in.readInt(); remaining > 0; remaining--) {
      execIds.add(in.readUTF());
    }
    return OrderState.restored(
        new OrderState(orderId, strategyId, symbol, side, approved, lastEventTime),
        filled,
        reserved,
        closed,
        lastEventTime,
        execIds);
  }

  /**
   * A decision as it is saved.
   *
   * @param forgetAt event time from which it may be forgotten, milliseconds
   * @param record single-object encoding of the {@code OrderDecision}
   */
  record SavedDecision(long forgetAt, long sequenceAfter, boolean approved, byte[] record) {}

  static byte[] decision(SavedDecision decision, long[] cursor) {
    return BinaryState.of(
        out -> {
          out.writeByte(FORMAT);
          writeCursor(out, cursor);
          out.writeLong(decision.forgetAt());
          out.writeLong(decision.sequenceAfter());
          out.writeBoolean(decision.approved());
          out.write(decision.record());
        });
  }

  static SavedDecision readDecision(byte[] value, long[] cursor) throws IOException {
    DataInputStream in = in(value);
    format(in);
    mergeCursor(in, cursor);
    return new SavedDecision(in.readLong(), in.readLong(), in.readBoolean(), in.readAllBytes());
  }

  static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static void format(DataInputStream in) throws IOException {
    int format = in.readUnsignedByte();
    if (format != FORMAT) {
      throw new IOException("ledger entry of unknown format " + format);
    }
  }

  private static void writeCursor(DataOutput out, long[] cursor) throws IOException {
    out.writeByte(cursor.length);
    for (long offset : cursor) {
      out.writeLong(offset);
    }
  }

  /** Keeps the later of two offsets, topic by topic: entries are restored in no useful order. */
  private static void mergeCursor(DataInputStream in, long[] cursor) throws IOException {
    int length = in.readUnsignedByte();
    for (int i = 0; i < length; i++) {
      long offset = in.readLong();
      if (i < cursor.length) {
        cursor[i] = Math.max(cursor[i], offset);
      }
    }
  }

  private static void writeOptional(DataOutput out, Optional<BigDecimal> value) throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      writeDecimal(out, value.get());
    }
  }

  private static Optional<BigDecimal> readOptional(DataInputStream in) throws IOException {
    return in.readBoolean() ? Optional.of(readDecimal(in)) : Optional.empty();
  }

  private static void writeDecimal(DataOutput out, BigDecimal value) throws IOException {
    byte[] unscaled = value.unscaledValue().toByteArray();
    out.writeInt(value.scale());
    out.writeInt(unscaled.length);
    out.write(unscaled);
  }

  private static BigDecimal readDecimal(DataInputStream in) throws IOException {
    int scale = in.readInt();
    byte[] unscaled = in.readNBytes(in.readInt());
    return new BigDecimal(new BigInteger(unscaled), scale);
  }
}
