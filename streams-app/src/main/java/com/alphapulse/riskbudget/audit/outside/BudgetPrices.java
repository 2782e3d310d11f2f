package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.SymbolState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the units of instruments were worth, by the market states and marks of one partition. */
final class BudgetPrices {
  /**
   * A market state may be read before so many marks of its time: they are in another topic, and no
   * record tells which had come.
   */
  private static final int UNREAD = 3;

  private final Map<String, TreeMap<Long, MarketState>> states = new HashMap<>();

  /** By market and time; a price that comes late makes another record of the same time. */
  private final Map<String, TreeMap<Long, List<MarketMarks>>> marks = new HashMap<>();

  /**
   * What one unit is worth.
   *
   * @param currency empty where it is not known
   */
  record Unit(BigDecimal value, String currency) {}

  BudgetPrices(History history, int partition) {
    History.ofPartition(history.states(), partition)
        .forEach(
            entry ->
                states
                    .computeIfAbsent(entry.value().getMarket(), m -> new TreeMap<>())
                    .putIfAbsent(entry.value().getSequence(), entry.value()));
    History.ofPartition(history.marks(), partition)
        .forEach(
            entry ->
                marks
                    .computeIfAbsent(entry.value().getMarket(), m -> new TreeMap<>())
                    .computeIfAbsent(
                        entry.value().getAsOf().toEpochMilli(), time -> new ArrayList<>())
                    .add(entry.value()));
  }

  /** The market state of a sequence; empty where it is not there. */
  Optional<MarketState> state(String market, long sequence) {
    return Optional.ofNullable(states.getOrDefault(market, new TreeMap<>()).get(sequence));
  }

  /** Whether the states that are kept reach back to a sequence. */
  boolean isSinceThen(String market, long sequence) {
    TreeMap<Long, MarketState> all = states.getOrDefault(market, new TreeMap<>());
    return !all.isEmpty() && all.firstKey() <= sequence;
  }

  /**
   * What a budget may have valued the portfolio at: the prices of its bar, with the latest marks of
   * its time that had been read by then for what has no bar, or those marks for everything.
   */
  List<Map<String, Unit>> of(BudgetUpdate budget, MarketState state) {
    Map<String, Unit> closes = new HashMap<>();
    for (SymbolState symbol : state.getSymbols()) {
      if (symbol.getPrice().signum() > 0) {
        closes.put(
            symbol.getSymbol(),
            new Unit(
                symbol.getPrice().multiply(symbol.getContractMultiplier()), symbol.getCurrency()));
      }
    }
    List<Map<String, Unit>> all = new ArrayList<>();
    all.add(closes);
    marks
        .getOrDefault(budget.getMarket(), new TreeMap<>())
        .headMap(budget.getAsOf().toEpochMilli(), true)
        .descendingMap()
        .values()
        .stream()
        .limit(UNREAD + 1)
        .flatMap(List::stream)
        .forEach(
            record -> {
              Map<String, Unit> marked = marked(record);
              Map<String, Unit> atBar = new HashMap<>(marked);
              atBar.putAll(closes);
              all.add(atBar);
              closes.forEach(marked::putIfAbsent);
              all.add(marked);
            });
    return all;
  }

  private static Map<String, Unit> marked(MarketMarks record) {
    Map<String, Unit> marked = new HashMap<>();
    OutsideMarks.of(record)
        .bySymbol()
        .forEach((symbol, mark) -> marked.put(symbol, new Unit(mark.unitValue(), mark.currency())));
    return marked;
  }
}
