package com.alphapulse.riskbudget.market.bars;

import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
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
  private static final int MAX_OPEN_BARS = 100_000;
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
  private int laggard = -1;

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
  long barsClosed() {
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
    open.computeIfAbsent(barOf(eventTime), bar -> new OpenBar()).add(instrument, price, eventTime);
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
    laggard = -1;
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

  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(instruments);
    for (int i = 0; i < instruments; i++) {
      out.writeLong(newestBars[i]);
      out.writeLong(lastPriced[i]);
    }
    out.writeLong(newestBar);
    out.writeLong(lastClosed);
    out.writeLong(barsClosed);
    out.writeInt(open.size());
    for (Map.Entry<Long, OpenBar> entry : open.entrySet()) {
      out.writeLong(entry.getKey());
      OpenBar bar = entry.getValue();
      out.writeInt(bar.closes.length);
      for (int i = 0; i < bar.closes.length; i++) {
        StateIo.writeDecimal(out, bar.closes[i]);
        out.writeLong(bar.times[i]);
      }
    }
  }

  public void readFrom(DataInput in) throws IOException {
    int count = StateIo.readSize(in, MAX_INSTRUMENTS);
    for (int i = 0; i < count; i++) {
      ensure(i);
      newestBars[i] = in.readLong();
      lastPriced[i] = in.readLong();
    }
    newestBar = in.readLong();
    lastClosed = in.readLong();
    barsClosed = in.readLong();
    int bars = StateIo.readSize(in, MAX_OPEN_BARS);
    for (int b = 0; b < bars; b++) {
      OpenBar bar = open.computeIfAbsent(in.readLong(), key -> new OpenBar());
      int length = StateIo.readSize(in, MAX_INSTRUMENTS);
      bar.closes = new BigDecimal[length];
      bar.times = new long[length];
      for (int i = 0; i < length; i++) {
        bar.closes[i] = StateIo.readDecimal(in);
        bar.times[i] = in.readLong();
      }
    }
  }

  private boolean isDue(long bar) {
    if (newestBar > bar && newestBar - bar > latenessBars) {
      return true;
    }
    if (barsClosed == 0 || (laggard >= 0 && newestBars[laggard] <= bar)) {
      return false;
    }
    for (int i = 0; i < instruments; i++) {
      if (newestBars[i] <= bar && (isActive(i) || pricedIn(bar, i))) {
        // Remembered, so that the next price need not look at all instruments again.
        laggard = i;
        return false;
      }
    }
    return true;
  }

  private boolean pricedIn(long bar, int instrument) {
    OpenBar candidate = open.get(bar);
    return instrument < candidate.closes.length && candidate.closes[instrument] != null;
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
