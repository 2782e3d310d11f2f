package com.alphapulse.riskbudget.market.bars;

import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Groups prices of several instruments into bars on event time, aligned to the epoch, end
 * exclusive.
 *
 * <p>Instruments arrive interleaved and out of order, so a bar stays open until every active
 * instrument has moved past its end, or the newest price is {@code latenessBars} bars beyond it.
 * Before the first bar has closed nobody knows which instruments to wait for, so then only the
 * second rule holds. An interval without any price makes no bar.
 *
 * <p>Instruments are numbered from 0 in the order in which the caller met them.
 */
public final class BarBuilder {

  /** Closed bars for which an instrument without a price is still waited for. */
  public static final int ACTIVE_BARS = 5;

  private static final long NEVER = Long.MIN_VALUE;
  private static final int MAX_INSTRUMENTS = 1_000_000;

  /**
   * A closed bar.
   *
   * @param end first millisecond after it
   * @param closes last price by event time, by instrument; null, or beyond the end of the array,
   *     where an instrument had none
   */
  public record Bar(long end, BigDecimal[] closes) {

    public BigDecimal close(int instrument) {
      return instrument < closes.length ? closes[instrument] : null;
    }
  }

  private static final class OpenBar {
    private BigDecimal[] closes = new BigDecimal[8];
    private long[] times = new long[8];

    boolean has(int instrument) {
      return instrument < closes.length && closes[instrument] != null;
    }

    void add(int instrument, BigDecimal price, long eventTime) {
      if (instrument >= closes.length) {
        int capacity = Math.max(instrument + 1, closes.length * 2);
        closes = Arrays.copyOf(closes, capacity);
        times = Arrays.copyOf(times, capacity);
      }
      if (closes[instrument] == null || eventTime >= times[instrument]) {
        closes[instrument] = price;
        times[instrument] = eventTime;
      }
    }
  }

  private final long interval;
  private final int latenessBars;
  private final TreeMap<Long, OpenBar> open = new TreeMap<>();
  private int instruments;
  private long[] newestBars = new long[8];
  private long[] lastPriced = new long[8];
  private long newestBar = NEVER;
  private long lastClosed = NEVER;
  private long barsClosed;

  /**
   * No instrument before this one is waited for by the oldest open bar, so that a price need not
   * look at all of them.
   */
  private int laggard;

  /**
   * A builder without instruments.
   *
   * @param interval length of a bar, milliseconds, above 0
   * @param latenessBars bars beyond the end of a bar at which it closes at the latest
   */
  public BarBuilder(long interval, int latenessBars) {
    this.interval = interval;
    this.latenessBars = latenessBars;
  }

  /** Number of the bar that an event time lies in. */
  public long barOf(long eventTime) {
    return Math.floorDiv(eventTime, interval);
  }

  /** Whether the bar of an event time has closed. */
  public boolean isClosed(long eventTime) {
    return barOf(eventTime) <= lastClosed;
  }

  /** Bars closed so far. */
  public long barsClosed() {
    return barsClosed;
  }

  /** Notes that an instrument has reached an event time, whether or not the price is used. */
  public void advance(int instrument, long eventTime) {
    ensure(instrument);
    newestBars[instrument] = Math.max(newestBars[instrument], barOf(eventTime));
    newestBar = Math.max(newestBar, barOf(eventTime));
  }

  /** Adds a price to its bar, which must not have closed. */
  public void add(int instrument, BigDecimal price, long eventTime) {
    ensure(instrument);
    long bar = barOf(eventTime);
    if (open.isEmpty() || bar < open.firstKey()) {
      laggard = 0;
    } else if (bar == open.firstKey()) {
      laggard = Math.min(laggard, instrument);
    }
    open.computeIfAbsent(bar, b -> new OpenBar()).add(instrument, price, eventTime);
  }

  /** Closes the oldest open bar if it is due; empty if none is. */
  public Optional<Bar> closeNext() {
    if (open.isEmpty()) {
      return Optional.empty();
    }
    long bar = open.firstKey();
    if (!isDue(bar)) {
      return Optional.empty();
    }
    OpenBar closing = open.remove(bar);
    lastClosed = bar;
    barsClosed++;
    laggard = 0;
    for (int i = 0; i < closing.closes.length; i++) {
      if (closing.closes[i] != null) {
        lastPriced[i] = barsClosed;
      }
    }
    return Optional.of(new Bar((bar + 1) * interval, closing.closes));
  }

  /** Whether an instrument had a price in one of the last {@link #ACTIVE_BARS} closed bars. */
  public boolean isActive(int instrument) {
    return lastPriced[instrument] > 0 && barsClosed - lastPriced[instrument] < ACTIVE_BARS;
  }

  /** Writes what changes only when a bar closes. */
  public void writeClosedTo(DataOutput out) throws IOException {
    out.writeLong(lastClosed);
    out.writeLong(barsClosed);
    out.writeInt(instruments);
    for (int i = 0; i < instruments; i++) {
      out.writeLong(lastPriced[i]);
    }
  }

  /** Reads into a fresh builder, before the instruments' open bars are. */
  public void readClosed(DataInput in) throws IOException {
    lastClosed = in.readLong();
    barsClosed = in.readLong();
    int count = StateIo.readSize(in, MAX_INSTRUMENTS);
    for (int i = 0; i < count; i++) {
      ensure(i);
      lastPriced[i] = in.readLong();
    }
  }

  /** Writes the prices of an instrument in the bars that are open. */
  public void writeOpenTo(int instrument, DataOutput out) throws IOException {
    out.writeLong(interval);
    for (OpenBar bar : open.values()) {
      if (bar.has(instrument)) {
        out.writeBoolean(true);
        StateIo.writeNullable(out, bar.closes[instrument]);
        out.writeLong(bar.times[instrument]);
      }
    }
    out.writeBoolean(false);
  }

  /** Reads what is still open of it; bars of another length are left out. */
  public void readOpen(int instrument, DataInput in) throws IOException {
    boolean sameBars = in.readLong() == interval;
    while (in.readBoolean()) {
      BigDecimal price = StateIo.readNullable(in);
      long eventTime = in.readLong();
      if (sameBars && !isClosed(eventTime)) {
        add(instrument, price, eventTime);
      }
    }
  }

  private boolean isDue(long bar) {
    if (newestBar > bar && newestBar - bar > latenessBars) {
      return true;
    }
    if (barsClosed == 0) {
      return false;
    }
    OpenBar candidate = open.get(bar);
    while (laggard < instruments) {
      if (newestBars[laggard] <= bar && (isActive(laggard) || candidate.has(laggard))) {
        return false;
      }
      laggard++;
    }
    return true;
  }

  private void ensure(int instrument) {
    if (instrument < instruments) {
      return;
    }
    if (instrument >= newestBars.length) {
      int capacity = Math.max(instrument + 1, newestBars.length * 2);
      newestBars = Arrays.copyOf(newestBars, capacity);
      lastPriced = Arrays.copyOf(lastPriced, capacity);
    }
    Arrays.fill(newestBars, instruments, instrument + 1, NEVER);
    instruments = instrument + 1;
  }
}
