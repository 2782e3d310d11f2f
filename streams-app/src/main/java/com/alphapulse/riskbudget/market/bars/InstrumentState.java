package com.alphapulse.riskbudget.market.bars;

import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** What the market knows of one instrument besides its bars and its risk. */
public final class InstrumentState {

  /** Stands for no time. */
  private static final long NEVER = Long.MIN_VALUE;

  /** Stands for no bar; no event time lies in it. */
  private static final long NO_BAR = Long.MIN_VALUE;

  private final PriceFilter prices = new PriceFilter();
  private InstrumentSpec spec;
  private boolean described;
  private String calendar = "";
  private long newest = NEVER;
  private long badAlertBar = NO_BAR;
  private long heldAlertBar = NO_BAR;
  private long lateAlertBar = NO_BAR;

  /** An instrument that no reference data has described yet. */
  public InstrumentState(String symbol, AssetClass assetClass, String defaultCurrency) {
    this.spec = InstrumentSpec.defaults(symbol, assetClass, defaultCurrency);
  }

  public InstrumentSpec spec() {
    return spec;
  }

  public PriceFilter prices() {
    return prices;
  }

  /** Takes over reference data, which from then on outranks what ticks say. */
  public void describe(InstrumentSpec reference, String calendarName) {
    spec = reference;
    calendar = calendarName;
    described = true;
  }

  /** Takes over the asset class of a tick, unless reference data tells it. */
  public void classify(AssetClass assetClass) {
    if (!described && spec.assetClass() != assetClass) {
      spec = InstrumentSpec.defaults(spec.symbol(), assetClass, spec.currency());
    }
  }

  /** Notes an event time that was believed, whatever became of its price. */
  public void reached(long eventTime) {
    newest = Math.max(newest, eventTime);
  }

  /** Latest event time that was believed, milliseconds; empty before the first one. */
  public OptionalLong newest() {
    return newest == NEVER ? OptionalLong.empty() : OptionalLong.of(newest);
  }

  /** Whether a nonsensical price of this bar is worth an alert: the first one in a row is. */
  public boolean alertBad(long bar) {
    boolean fresh = badAlertBar != bar;
    badAlertBar = bar;
    return fresh;
  }

  /** Whether a held price of this bar is worth an alert: the first one in a row is. */
  public boolean alertHeld(long bar) {
    boolean fresh = heldAlertBar != bar;
    heldAlertBar = bar;
    return fresh;
  }

  /** Whether a late price of this bar is worth an alert: the first one in a row is. */
  public boolean alertLate(long bar) {
    boolean fresh = lateAlertBar != bar;
    lateAlertBar = bar;
    return fresh;
  }

  /**
   * The latest believed price with the reference data; empty before the first one.
   *
   * @param defaultCalendar of instruments that name none
   */
  public Optional<MarkValue> markValue(String defaultCalendar) {
    return Optional.ofNullable(prices.mark())
        .map(
            mark ->
                new MarkValue(
                    spec,
                    mark.price(),
                    mark.touch(),
                    mark.eventTime(),
                    calendar.isEmpty() ? defaultCalendar : calendar));
  }

  public void writeTo(DataOutput out) throws IOException {
    StateIo.writeSpec(out, spec);
    out.writeBoolean(described);
    out.writeUTF(calendar);
    out.writeLong(newest);
    out.writeLong(badAlertBar);
    out.writeLong(heldAlertBar);
    out.writeLong(lateAlertBar);
    prices.writeTo(out);
  }

  /**
   * Reads a written one.
   *
   * @param defaultCurrency of an instrument that no reference data has described
   */
  public static InstrumentState readFrom(DataInput in, String defaultCurrency) throws IOException {
    InstrumentSpec spec = StateIo.readSpec(in);
    InstrumentState state = new InstrumentState(spec.symbol(), spec.assetClass(), defaultCurrency);
    state.described = in.readBoolean();
    state.calendar = in.readUTF();
    state.newest = in.readLong();
    if (state.described) {
      state.spec = spec;
    }
    state.badAlertBar = in.readLong();
    state.heldAlertBar = in.readLong();
    state.lateAlertBar = in.readLong();
    state.prices.readFrom(in);
    return state;
  }
}
