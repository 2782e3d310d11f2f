package com.alphapulse.riskbudget.market;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.market.bars.BarBuilder;
import com.alphapulse.riskbudget.market.bars.InstrumentState;
import com.alphapulse.riskbudget.market.bars.LeapFilter;
import com.alphapulse.riskbudget.market.regime.RegimeDetector;
import com.alphapulse.riskbudget.market.regime.RegimeDetectors;
import com.alphapulse.riskbudget.market.regime.RegimeInForce;
import com.alphapulse.riskbudget.market.risk.RiskEstimator;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link MarketModel} keeps, and its written form: a head, which is small; one part for each
 * instrument, which only its own records change; and one part that changes only when a bar closes.
 * So a price costs the writing of its instrument, however many others there are.
 */
final class ModelState {

  private static final int FORMAT_VERSION = 1;
  private static final int MAX_INSTRUMENTS = 1_000_000;

  final MarketSettings settings;
  final List<InstrumentState> instruments = new ArrayList<>();
  final Map<String, Integer> numbers = new HashMap<>();
  final LeapFilter leaps = new LeapFilter();
  final BarBuilder bars;
  final RiskEstimator risk;
  final RegimeInForce regime;
  RegimeDetector detector;
  long lastBarEnd;
  long sequence;
  long marksSequence;

  /** Nothing is known yet. */
  ModelState(MarketSettings settings) {
    this.settings = settings;
    bars = new BarBuilder(settings.barInterval().toMillis(), settings.latenessBars());
    risk = new RiskEstimator(settings);
    detector = RegimeDetectors.of(settings.regimes().detector(), settings);
    regime = new RegimeInForce(settings.regimes().source(), detector);
  }

  /** Number of an instrument, which is made if there is none. */
  int numberOf(String symbol, AssetClass assetClass) {
    Integer known = numbers.get(symbol);
    if (known != null) {
      return known;
    }
    numbers.put(symbol, instruments.size());
    instruments.add(new InstrumentState(symbol, assetClass, settings.defaultCurrency()));
    return instruments.size() - 1;
  }

  void writeHeadTo(DataOutput out) throws IOException {
    out.writeByte(FORMAT_VERSION);
    out.writeLong(sequence);
    out.writeLong(marksSequence);
    leaps.writeTo(out);
    regime.writeTo(out);
  }

  void writeInstrumentTo(String symbol, DataOutput out) throws IOException {
    int number = numbers.get(symbol);
    out.writeByte(FORMAT_VERSION);
    out.writeInt(number);
    instruments.get(number).writeTo(out);
    bars.writeOpenTo(number, out);
  }

  void writeBarsTo(DataOutput out) throws IOException {
    out.writeByte(FORMAT_VERSION);
    RegimeDetectors.write(detector, out);
    out.writeLong(settings.barInterval().toMillis());
    out.writeLong(lastBarEnd);
    bars.writeClosedTo(out);
    risk.writeTo(out);
  }

  /** Reads into a fresh state. */
  void readFrom(MarketModel.Parts parts) throws IOException {
    if (parts.bars().isPresent()) {
      readBars(versioned(parts.bars().get()));
    }
    DataInput head = versioned(parts.head());
    sequence = head.readLong();
    marksSequence = head.readLong();
    leaps.readFrom(head);
    regime.readFrom(head, detector);
    InstrumentState[] byNumber = new InstrumentState[parts.instruments().size()];
    for (DataInput in : parts.instruments()) {
      int number = StateIo.readSize(versioned(in), MAX_INSTRUMENTS);
      if (number >= byNumber.length || byNumber[number] != null) {
        throw new IOException("the market state is damaged: a wrong instrument " + number);
      }
      byNumber[number] = InstrumentState.readFrom(in, settings.defaultCurrency());
      readOpen(number, byNumber[number], in);
    }
    for (InstrumentState instrument : byNumber) {
      numbers.put(instrument.spec().symbol(), instruments.size());
      instruments.add(instrument);
    }
  }

  private void readBars(DataInput in) throws IOException {
    RegimeDetector written = RegimeDetectors.read(in, settings);
    if (written.kind() == settings.regimes().detector()) {
      detector = written;
    }
    if (in.readLong() == settings.barInterval().toMillis()) {
      lastBarEnd = in.readLong();
      bars.readClosed(in);
      risk.readFrom(in);
    } else {
      detector = RegimeDetectors.of(settings.regimes().detector(), settings);
    }
  }

  private void readOpen(int number, InstrumentState instrument, DataInput in) throws IOException {
    bars.readOpen(number, in);
    if (instrument.newest().isPresent()) {
      leaps.restore(instrument.newest().getAsLong());
      bars.advance(number, instrument.newest().getAsLong());
    }
  }

  private static DataInput versioned(DataInput in) throws IOException {
    StateIo.readVersion(in, FORMAT_VERSION);
    return in;
  }
}
