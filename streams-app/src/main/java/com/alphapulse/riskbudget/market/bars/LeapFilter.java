package com.alphapulse.riskbudget.market.bars;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Keeps a single wrong event time, far ahead of all others, from closing every bar and from leaving
 * a mark behind that never grows old. A leap forward is believed once a second one, to another time
 * near it, confirms it; the first time of a market has nothing to be held against and is believed.
 *
 * <p>Smaller errors can only be told against a clock, which is the business of the caller.
 */
public final class LeapFilter {

  /** Milliseconds of event time, 30 days, beyond which a step forward needs a second one. */
  static final long LEAP = 30L * 24 * 60 * 60 * 1000;

  private long newest;
  private long held;
  private boolean started;
  private boolean holding;

  /** Whether a sensible event time is believed. */
  public boolean accept(long eventTime) {
    boolean leap = started && eventTime - newest > LEAP;
    boolean confirmed = holding && eventTime != held && Math.abs(eventTime - held) <= LEAP;
    if (leap && !confirmed) {
      holding = true;
      held = eventTime;
      return false;
    }
    if (leap) {
      holding = false;
    }
    restore(eventTime);
    return true;
  }

  /** Writes the leap that waits; which times were believed is the caller's to tell again. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeLong(held);
    out.writeBoolean(holding);
  }

  public void readFrom(DataInput in) throws IOException {
    held = in.readLong();
    holding = in.readBoolean();
  }

  /** Takes over an event time that was believed before the state was written. */
  public void restore(long believed) {
    newest = started ? Math.max(newest, believed) : believed;
    started = true;
  }
}
