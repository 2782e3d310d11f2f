package com.alphapulse.riskbudget.market.bars;

import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Decides which prices of one instrument are believed, and keeps the latest of them as its mark.
 *
 * <p>A price that jumps is held out until a second one, observed at another time, confirms it; then
 * both count. A price back within the usual range drops the held one. The first price of an
 * instrument has nothing to be held against and is believed.
 */
public final class PriceFilter {

  /** Factor, up or down, against the mark beyond which a price needs a second one. */
  public static final double JUMP_FACTOR = 1.5;

  /** Factor, up or down, within which a second price confirms a held one. */
  static final double CONFIRMATION_FACTOR = 1.1;

  /** Prices outside are errors, not prices; between them every ratio is finite and above 0. */
  static final double MIN_PRICE = 1e-50;

  static final double MAX_PRICE = 1e50;

  /** A price, bid and ask beside it, and when it was observed, in milliseconds of event time. */
  public record Observation(BigDecimal price, Touch touch, long eventTime) {

    /** A price without bid and ask. */
    public Observation(BigDecimal price, long eventTime) {
      this(price, Touch.NONE, eventTime);
    }
  }

  private Observation mark;
  private Observation held;

  /** Whether a price can be a price at all: above 0, and neither too large nor too small to use. */
  public static boolean sensible(BigDecimal price) {
    double value = price.doubleValue();
    return value >= MIN_PRICE && value <= MAX_PRICE;
  }

  /**
   * Takes in a sensible price.
   *
   * @return the prices that are believed from now on, oldest first; empty if this one is held
   */
  public List<Observation> accept(Observation observation) {
    if (mark == null || near(mark.price(), observation.price(), JUMP_FACTOR)) {
      held = null;
      believe(observation);
      return List.of(observation);
    }
    // A record delivered twice does not confirm itself.
    boolean confirmed =
        held != null
            && held.eventTime() != observation.eventTime()
            && near(held.price(), observation.price(), CONFIRMATION_FACTOR);
    if (!confirmed) {
      held = observation;
      return List.of();
    }
    boolean inOrder = held.eventTime() < observation.eventTime();
    Observation first = inOrder ? held : observation;
    Observation second = inOrder ? observation : held;
    held = null;
    believe(first);
    believe(second);
    return List.of(first, second);
  }

  /** Latest believed price; null before the first one. */
  public Observation mark() {
    return mark;
  }

  /** How many times higher, or lower, than the mark a price is; at least 1. */
  public double jump(BigDecimal price) {
    return ratio(mark.price(), price);
  }

  void writeTo(DataOutput out) throws IOException {
    write(out, mark);
    write(out, held);
  }

  /** Replaces the state by a written one. */
  void readFrom(DataInput in) throws IOException {
    mark = read(in);
    held = read(in);
  }

  private void believe(Observation observation) {
    if (mark == null || observation.eventTime() >= mark.eventTime()) {
      mark = observation;
    }
  }

  private static boolean near(BigDecimal from, BigDecimal to, double factor) {
    return ratio(from, to) <= factor;
  }

  private static double ratio(BigDecimal from, BigDecimal to) {
    double ratio = to.doubleValue() / from.doubleValue();
    return Math.max(ratio, 1 / ratio);
  }

  private static void write(DataOutput out, Observation observation) throws IOException {
    StateIo.writeNullable(out, observation == null ? null : observation.price());
    out.writeLong(observation == null ? 0 : observation.eventTime());
    Touch touch = observation == null ? Touch.NONE : observation.touch();
    StateIo.writeNullable(out, touch.bid().orElse(null));
    StateIo.writeNullable(out, touch.ask().orElse(null));
  }

  private static Observation read(DataInput in) throws IOException {
    BigDecimal price = StateIo.readNullable(in);
    long eventTime = in.readLong();
    Touch touch = readTouch(in);
    return price == null ? null : new Observation(price, touch, eventTime);
  }

  private static Touch readTouch(DataInput in) throws IOException {
    return new Touch(
        Optional.ofNullable(StateIo.readNullable(in)),
        Optional.ofNullable(StateIo.readNullable(in)));
  }
}
