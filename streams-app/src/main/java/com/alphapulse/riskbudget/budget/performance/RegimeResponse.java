package com.alphapulse.riskbudget.budget.performance;

import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long a portfolio takes to come within the leverage limit of a new regime, in event time. The
 * first regime seen is no change. A change that is overtaken by the next one before it is answered
 * is dropped.
 */
public final class RegimeResponse {

  /** Rounding of the exposure that still counts as within the limit. */
  private static final double TOLERANCE = 1e-9;

  private Optional<Regime> regime = Optional.empty();
  private long changedAt;
  private boolean open;
  private long lastLook = Long.MIN_VALUE;
  private long lastFill = Long.MIN_VALUE;
  private double total;
  private long answered;

  /** Notes a fill, milliseconds of event time. */
  public void onFill(long eventTime) {
    lastFill = Math.max(lastFill, eventTime);
  }

  /**
   * Holds the exposure against the limit. Where fills came since the last look, they and not the
   * look are the answer.
   *
   * @param since event time of the regime's detection, milliseconds
   * @param within whether the gross exposure is within {@code limit × equity}
   * @param now event time of the look, milliseconds
   */
  public void look(Regime current, long since, boolean within, long now) {
    if (regime.isPresent() && regime.get() != current) {
      open = true;
      changedAt = since;
    }
    regime = Optional.of(current);
    if (open && within) {
      long at = lastFill > lastLook && lastFill >= changedAt ? Math.min(lastFill, now) : now;
      total += Math.max(0, at - changedAt);
      answered++;
      open = false;
    }
    lastLook = Math.max(lastLook, now);
    lastFill = Long.MIN_VALUE; // A fill that claims to be of the future counts for one look only.
  }

  /** Whether a gross exposure is within a limit, both in base currency. */
  public static boolean within(double gross, double limit) {
    return gross <= Math.max(0, limit) * (1 + TOLERANCE);
  }

  /** Mean over the changes answered, milliseconds; empty before the first. */
  OptionalDouble meanMillis() {
    return answered == 0 ? OptionalDouble.empty() : OptionalDouble.of(total / answered);
  }

  void writeTo(DataOutput out) throws IOException {
    StateIo.writeOptional(out, regime, StateIo::writeEnum);
    out.writeLong(changedAt);
    out.writeBoolean(open);
    out.writeLong(lastLook);
    out.writeLong(lastFill);
    out.writeDouble(total);
    out.writeLong(answered);
  }

  static RegimeResponse readFrom(DataInput in) throws IOException {
    RegimeResponse response = new RegimeResponse();
    response.regime = StateIo.readOptional(in, input -> StateIo.readEnum(input, Regime.class));
    response.changedAt = in.readLong();
    response.open = in.readBoolean();
    response.lastLook = in.readLong();
    response.lastFill = in.readLong();
    response.total = in.readDouble();
    response.answered = in.readLong();
    return response;
  }
}
