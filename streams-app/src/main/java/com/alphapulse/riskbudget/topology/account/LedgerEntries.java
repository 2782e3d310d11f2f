package com.alphapulse.riskbudget.topology.account;

import com.alphapulse.riskbudget.gate.MarketClock;
import com.alphapulse.riskbudget.gate.limits.OrderRates;
import com.alphapulse.riskbudget.gate.orders.Answer;
import com.alphapulse.riskbudget.state.StateBytes;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * Binary form of the ledger store's entries. A key is the kind and the identifiers; every value
 * starts with a format version, except the records that Avro's single-object encoding describes.
 */
public final class LedgerEntries {

  /** Kinds of entry, with the first byte of their keys. */
  public enum Kind {
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
    /** Cash, fees, sequence, loss watch and order rates of a portfolio. */
    ACCOUNT(6),
    /** Position of a symbol in a strategy. */
    POSITION(7),
    /** An order of which execution reports told, or whose decision is forgotten. */
    ORDER(8),
    /** A decision, with the cursor after its intent. */
    DECISION(9),
    /** Volatilities and correlations of a market: {@code MarketState}. */
    RISK_MODEL(10),
    /** The clock of a market. */
    CLOCK(11),
    /** An execution id of an order. */
    EXECUTION(12),
    /** An execution report that waits. */
    HELD(13),
    /** An execution report of an order whose approval has not been read. */
    EARLY(14),
    /** An override of all portfolios that some have not taken in: {@code RiskOverride}. */
    OVERRIDE_OF_ALL(15),
    /** What was told last of a portfolio's trading state: {@code TradingStateUpdate}. */
    TOLD(16);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private static final byte FORMAT = 1;

  /** Room for what is saved beside a decision's record: cursor, times and two buckets. */
  private static final int DECISION_OVERHEAD = 192;

  private static final int KEY_SIZE = 64;

  private LedgerEntries() {}

  public static Bytes key(Kind kind, String... identifiers) {
    return Bytes.wrap(
        StateBytes.of(
            KEY_SIZE,
            out -> {
              out.writeByte(kind.code);
              for (String identifier : identifiers) {
                out.writeUTF(identifier);
              }
            }));
  }

  public static Kind kind(DataInputStream key) throws IOException {
    int code = key.readUnsignedByte();
    for (Kind kind : Kind.values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IOException("ledger entry of unknown kind " + code);
  }

  public static byte[] cursor(long[] cursor) {
    return StateBytes.of(
        out -> {
          out.writeByte(FORMAT);
          writeCursor(out, cursor);
        });
  }

  public static void readCursor(byte[] value, long[] into) throws IOException {
    DataInputStream in = in(value);
    format(in);
    mergeCursor(in, into);
  }

  public static byte[] clock(MarketClock clock) {
    MarketClock.Saved saved = clock.saved();
    return StateBytes.of(
        out -> {
          out.writeByte(FORMAT);
          out.writeLong(saved.latest());
          out.writeLong(saved.grewAt());
          out.writeLong(saved.floor());
        });
  }

  public static MarketClock.Saved readClock(byte[] value) throws IOException {
    DataInputStream in = in(value);
    format(in);
    return new MarketClock.Saved(in.readLong(), in.readLong(), in.readLong());
  }

  public static byte[] position(BigDecimal position) {
    return StateBytes.of(
        out -> {
          out.writeByte(FORMAT);
          StateIo.writeDecimal(out, position);
        });
  }

  public static BigDecimal readPosition(byte[] value) throws IOException {
    DataInputStream in = in(value);
    format(in);
    return StateIo.readDecimal(in);
  }

  /**
   * A decision's entry, with the order rates as it left them: so an order costs one entry.
   *
   * @param rates of the portfolio; only what follows from this decision is written
   */
  public static byte[] decision(Answer answer, long[] cursor, OrderRates rates) {
    return StateBytes.of(
        DECISION_OVERHEAD + answer.encoded().length,
        out -> {
          out.writeByte(FORMAT);
          writeCursor(out, cursor);
          out.writeLong(answer.forgetAt());
          out.writeLong(answer.sequenceAfter());
          out.writeBoolean(answer.approved());
          writeRates(out, rates, answer.sequenceAfter());
          out.write(answer.encoded());
        });
  }

  /** Reads a decision, and the cursor and the rates that it left if none later are known. */
  public static Answer readDecision(String orderId, byte[] value, long[] cursor, OrderRates rates)
      throws IOException {
    DataInputStream in = in(value);
    format(in);
    mergeCursor(in, cursor);
    long forgetAt = in.readLong();
    long sequenceAfter = in.readLong();
    boolean approved = in.readBoolean();
    readRates(in, rates, sequenceAfter);
    return new Answer(orderId, approved, forgetAt, sequenceAfter, in.readAllBytes());
  }

  private static void writeRates(DataOutput out, OrderRates rates, long sequence)
      throws IOException {
    Optional<OrderRates.Bucket> portfolio =
        rates.ofPortfolio().filter(b -> b.sequence() == sequence);
    out.writeBoolean(portfolio.isPresent());
    if (portfolio.isPresent()) {
      writeBucket(out, portfolio.get());
    }
    Optional<String> strategy = rates.strategyOf(sequence);
    if (strategy.isPresent()) {
      out.writeBoolean(true);
      out.writeUTF(strategy.get());
      writeBucket(out, rates.ofStrategy(strategy.get()).orElseThrow());
    }
    out.writeBoolean(false);
  }

  private static void readRates(DataInputStream in, OrderRates rates, long sequence)
      throws IOException {
    if (in.readBoolean()) {
      rates.restore(new OrderRates.Bucket(in.readDouble(), in.readLong(), sequence));
    }
    while (in.readBoolean()) {
      rates.restore(in.readUTF(), new OrderRates.Bucket(in.readDouble(), in.readLong(), sequence));
    }
  }

  private static void writeBucket(DataOutput out, OrderRates.Bucket bucket) throws IOException {
    out.writeDouble(bucket.tokens());
    out.writeLong(bucket.asOf());
  }

  public static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static void format(DataInputStream in) throws IOException {
    StateIo.readVersion(in, FORMAT);
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
}
