package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of one market: its latest state and the regimes it went through. Not safe for use
 * by several threads.
 *
 * <p>The market states tell which regime is in force. Regime changes fill in the time before the
 * first state that is still kept; a later one counts once a state confirms it, since the market
 * stage may refuse it.
 */
public final class MarketView {
  /** Regimes that are kept; the oldest goes first. */
  static final int REGIMES_KEPT = 500;

  private record Period(Regime regime, double confidence, String source, boolean confirmed) {}

  private final String market;
  private final TreeMap<Instant, Period> periods = new TreeMap<>();
  private Optional<MarketState> latest = Optional.empty();
  private Optional<Instant> firstState = Optional.empty();

  public MarketView(String market) {
    this.market = market;
  }

  /** Takes in a change as announced by a detector. */
  public void accept(RegimeChange change) {
    periods.putIfAbsent(
        change.getDetectedAt(),
        new Period(change.getRegime(), change.getConfidence(), change.getSource(), false));
    bound();
  }

  /**
   * Takes in a state.
   *
   * @return whether the regime in force is another than before
   */
  public boolean accept(MarketState state) {
    boolean changed =
        latest.isEmpty()
            || latest.get().getRegime() != state.getRegime()
            || !latest.get().getRegimeSince().equals(state.getRegimeSince());
    if (firstState.isEmpty()) {
      firstState = Optional.of(state.getAsOf());
    }
    periods.put(
        state.getRegimeSince(),
        new Period(state.getRegime(), state.getRegimeConfidence(), state.getRegimeSource(), true));
    latest = Optional.of(state);
    bound();
    return changed;
  }

  /** The latest state without its instruments, and the regimes from the oldest to the latest. */
  public ObjectNode toJson() {
    ObjectNode node = latest.map(MarketView::summary).orElseGet(this::announced);
    ArrayNode timeline = node.putArray("timeline");
    periods.forEach(
        (since, period) -> {
          if (counts(since, period)) {
            timeline
                .addObject()
                .put("regime", period.regime().name())
                .put("since", shown(since).toString())
                .put("source", period.source())
                .set("confidence", RecordJson.number(period.confidence()));
          }
        });
    return node;
  }

  /** Whether its risk model is complete, as far as is known. */
  boolean isWarmedUp() {
    return latest.map(MarketState::getWarmedUp).orElse(false);
  }

  /** Since when it has been in a regime; empty where another one is in force. */
  Optional<ObjectNode> in(Regime regime) {
    return latest
        .filter(state -> state.getRegime() == regime)
        .map(
            state -> {
              ObjectNode node = RecordJson.object().put("market", market);
              node.put("since", shown(state.getRegimeSince()).toString());
              node.set("confidence", RecordJson.number(state.getRegimeConfidence()));
              return node.put("source", state.getRegimeSource());
            });
  }

  /** A state without its instruments and their correlations, which grow with their square. */
  static ObjectNode summary(MarketState state) {
    ObjectNode node = RecordJson.of(state, Set.of("symbols", "correlations"));
    return node.put("symbolCount", state.getSymbols().size());
  }

  /** Before any state: the last announced regime; the fields that only a state tells are absent. */
  private ObjectNode announced() {
    ObjectNode node = RecordJson.object().put("market", market);
    Map.Entry<Instant, Period> last = periods.lastEntry();
    node.put("regime", last.getValue().regime().name())
        .put("regimeSince", last.getKey().toString())
        .put("regimeSource", last.getValue().source());
    node.set("regimeConfidence", RecordJson.number(last.getValue().confidence()));
    return node;
  }

  /** A regime that nobody detected bears the epoch: it is shown from the first state on. */
  private Instant shown(Instant since) {
    return since.equals(Instant.EPOCH) ? firstState.orElse(since) : since;
  }

  private boolean counts(Instant since, Period period) {
    return period.confirmed() || firstState.isEmpty() || since.isBefore(firstState.get());
  }

  private void bound() {
    while (periods.size() > REGIMES_KEPT) {
      periods.pollFirstEntry();
    }
  }
}
