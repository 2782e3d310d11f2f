package com.alphapulse.riskbudget.gate.ledger;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Worst-case gross exposures and the value of the positions of one portfolio, in its base currency.
 * Totals are kept up as positions and reservations change and computed anew only when the marks
 * change, so that an order costs the same however many positions and open orders there are.
 */
public final class Valuation {
  private final String market;
  private final long marksSequence;
  private BigDecimal gross = BigDecimal.ZERO;
  private BigDecimal positionValue = BigDecimal.ZERO;
  private final Map<String, BigDecimal> grossByStrategy = new HashMap<>();
  private String unpricedSymbol;
  private final Map<String, Oldest> oldestByCalendar = new HashMap<>();

  private record Oldest(String symbol, long markTime) {}

  /** Values everything at {@code marks}. */
  Valuation(
      Marks marks,
      Map<String, Exposure> exposures,
      Map<String, Map<String, Exposure>> exposuresByStrategy) {
    market = marks.market();
    marksSequence = marks.sequence();
    exposures.forEach(
        (symbol, exposure) -> {
          if (!exposure.isFlat()) {
            add(marks, symbol, exposure.worst(), exposure.position());
          }
        });
    exposuresByStrategy.forEach(
        (strategyId, bySymbol) ->
            bySymbol.forEach(
                (symbol, exposure) -> {
                  // Strategies may hold against each other what the portfolio does not hold.
                  if (!exposure.isFlat()) {
                    watch(marks, symbol);
                  }
                  addStrategy(marks, strategyId, symbol, exposure.worst());
                }));
  }

  /** Whether it was computed at these marks. */
  boolean isAt(Marks marks) {
    return marksSequence == marks.sequence() && market.equals(marks.market());
  }

  /** Adds a change of the portfolio's worst case and position in a symbol, in units. */
  void add(Marks marks, String symbol, BigDecimal worstChange, BigDecimal positionChange) {
    watch(marks, symbol);
    Optional<Marks.Mark> mark = marks.of(symbol);
    if (mark.isEmpty()) {
      return;
    }
    gross = gross.add(worstChange.multiply(mark.get().unitValue()));
    if (positionChange.signum() != 0) {
      positionValue = positionValue.add(positionChange.multiply(mark.get().unitValue()));
    }
  }

  /**
   * Notes that a symbol is held or pends. Of several that are equally bad the first by name counts:
   * which came first is not known any more after a restart.
   */
  private void watch(Marks marks, String symbol) {
    Optional<Marks.Mark> mark = marks.of(symbol);
    if (mark.isEmpty()) {
      if (unpricedSymbol == null || symbol.compareTo(unpricedSymbol) < 0) {
        unpricedSymbol = symbol;
      }
      return;
    }
    long time = mark.get().eventTime();
    Oldest oldest = oldestByCalendar.get(mark.get().calendar());
    if (oldest == null
        || time < oldest.markTime()
        || (time == oldest.markTime() && symbol.compareTo(oldest.symbol()) < 0)) {
      oldestByCalendar.put(mark.get().calendar(), new Oldest(symbol, time));
    }
  }

  /** Adds a change of a strategy's worst case in a symbol, in units. */
  void addStrategy(Marks marks, String strategyId, String symbol, BigDecimal worstChange) {
    if (worstChange.signum() != 0) {
      marks
          .of(symbol)
          .ifPresent(
              mark ->
                  grossByStrategy.merge(
                      strategyId, worstChange.multiply(mark.unitValue()), BigDecimal::add));
    }
  }

  /** Worst-case gross exposure of the portfolio; empty while something is unpriced. */
  public Optional<BigDecimal> gross() {
    return ifPriced(gross);
  }

  /** Worst-case gross exposure of a strategy; empty while something is unpriced. */
  public Optional<BigDecimal> gross(String strategyId) {
    return ifPriced(grossByStrategy.getOrDefault(strategyId, BigDecimal.ZERO));
  }

  /** Sum of position times mark; empty while something is unpriced. */
  Optional<BigDecimal> positionValue() {
    return ifPriced(positionValue);
  }

  private Optional<BigDecimal> ifPriced(BigDecimal sum) {
    return unpricedSymbol == null ? Optional.of(sum) : Optional.empty();
  }

  /** A symbol that is held or pends and has no mark. */
  public Optional<String> unpricedSymbol() {
    return Optional.ofNullable(unpricedSymbol);
  }

  /** Of the symbols that are held or pend, those whose mark is the oldest within their calendar. */
  public List<String> oldestSymbols() {
    return oldestByCalendar.values().stream().map(Oldest::symbol).toList();
  }

  /** Whether {@code test} holds for the oldest mark of each calendar, by its name and time. */
  public boolean allOldest(OldestTest test) {
    for (Map.Entry<String, Oldest> entry : oldestByCalendar.entrySet()) {
      if (!test.holds(entry.getKey(), entry.getValue().markTime())) {
        return false;
      }
    }
    return true;
  }

  /** A test of the oldest mark of a calendar. */
  public interface OldestTest {
    /** Whether it holds; the name is empty for instruments without a calendar. */
    boolean holds(String calendar, long markTime);
  }
}
