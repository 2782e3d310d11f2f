package com.alphapulse.riskbudget.topology.account;

import com.alphapulse.riskbudget.gate.ledger.LossWatch;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.limits.OrderRates;
import com.alphapulse.riskbudget.state.StateBytes;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Binary form of cash, fees, sequence, loss watch and order rates of a portfolio. */
public final class AccountEntry {
  private static final int FORMAT = 1;

  private AccountEntry() {}

  public static byte[] write(PortfolioLedger ledger) {
    LossWatch watch = ledger.lossWatch();
    return StateBytes.of(
        out -> {
          out.writeByte(FORMAT);
          StateIo.writeDecimal(out, ledger.cash());
          StateIo.writeDecimal(out, ledger.fees());
          out.writeLong(ledger.sequence());
          StateIo.writeOptional(out, watch.peak(), StateIo::writeDecimal);
          StateIo.writeOptional(out, watch.dayStart(), StateIo::writeDecimal);
          out.writeLong(watch.day());
          out.writeInt(watch.marksBeyond());
          out.writeBoolean(watch.breach().isPresent());
          if (watch.breach().isPresent()) {
            LossWatch.Breach breach = watch.breach().get();
            out.writeBoolean(breach.base() == LossWatch.Base.PEAK);
            StateIo.writeDecimal(out, breach.loss());
            StateIo.writeDecimal(out, breach.limit());
          }
          writeRates(out, ledger.rates());
          out.writeBoolean(ledger.isClosed());
        });
  }

  private static void writeRates(DataOutput out, OrderRates rates) throws IOException {
    out.writeBoolean(rates.ofPortfolio().isPresent());
    if (rates.ofPortfolio().isPresent()) {
      writeBucket(out, rates.ofPortfolio().get());
    }
    out.writeInt(rates.byStrategy().size());
    for (Map.Entry<String, OrderRates.Bucket> strategy : rates.byStrategy().entrySet()) {
      out.writeUTF(strategy.getKey());
      writeBucket(out, strategy.getValue());
    }
  }

  private static void writeBucket(DataOutput out, OrderRates.Bucket bucket) throws IOException {
    out.writeDouble(bucket.tokens());
    out.writeLong(bucket.asOf());
    out.writeLong(bucket.sequence());
  }

  /** Brings an account back into a ledger. */
  public static void readInto(PortfolioLedger ledger, byte[] value) throws IOException {
    DataInputStream in = LedgerEntries.in(value);
    StateIo.readVersion(in, FORMAT);
    ledger.restoreAccount(StateIo.readDecimal(in), StateIo.readDecimal(in), in.readLong());
    Optional<BigDecimal> peak = StateIo.readOptional(in, StateIo::readDecimal);
    Optional<BigDecimal> dayStart = StateIo.readOptional(in, StateIo::readDecimal);
    long day = in.readLong();
    ledger.lossWatch().restore(peak, dayStart, day, in.readInt(), readBreach(in));
    if (in.readBoolean()) {
      ledger.rates().restore(readBucket(in));
    }
    for (int remaining = in.readInt(); remaining > 0; remaining--) {
      ledger.rates().restore(in.readUTF(), readBucket(in));
    }
    if (in.readBoolean()) {
      ledger.close();
    }
  }

  private static Optional<LossWatch.Breach> readBreach(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return Optional.empty();
    }
    LossWatch.Base base = in.readBoolean() ? LossWatch.Base.PEAK : LossWatch.Base.DAY_START;
    return Optional.of(
        new LossWatch.Breach(base, StateIo.readDecimal(in), StateIo.readDecimal(in)));
  }

  private static OrderRates.Bucket readBucket(DataInputStream in) throws IOException {
    return new OrderRates.Bucket(in.readDouble(), in.readLong(), in.readLong());
  }
}
