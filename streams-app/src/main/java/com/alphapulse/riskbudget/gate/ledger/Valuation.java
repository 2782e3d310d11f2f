package com.alphapulse.riskbudget.gate.ledger;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Worst-case gross exposures and the value of the positions of one portfolio, in its base currency.
 * What is priced in another currency, or in nobody knows which, has no value in that one: as long
 * as it is held or pends there are no totals, as where something has no price at all. Totals are
 * kept up as positions and reservations change and computed anew only when the marks change, so
 * that an order costs the same however many positions and open orders there are.
 */
public final class Valuation {
  private final String market;
  private final long marksSequence;
  private BigDecimal gross = BigDecimal.ZERO;
  private BigDecimal positionValue = BigDecimal.ZERO;
  private final Map<String, BigDecimal> grossByStrategy = new HashMap<>();
  private final String baseCurrency;
  private String unpricedSymbol;
  private String foreignSymbol;
  private String symbolOfUnknownCurrency;
  private final Map<String, Oldest> oldestByCalendar = new HashMap<>();

  private record Oldest(String symbol, long markTime) {}

  /**
   * Values everything at {@code marks}.
   *
   * @param baseCurrency the portfolio's; empty while it is not defined, and then nothing has value
   */
  Valuation(
      Marks marks,
      String baseCurrency,
      Map<String, Exposure> exposures,
      Map<String, Map<String, Exposure>> exposuresByStrategy) {
    market = marks.market();
    marksSequence = marks.sequence();
    this.baseCurrency = baseCurrency;
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
      unpricedSymbol = first(symbol, unpricedSymbol);
      return;
    }
    String currency = mark.get().instrument().currency();
    if (currency.isEmpty()) {
      symbolOfUnknownCurrency = first(symbol, symbolOfUnknownCurrency);
    } else if (!currency.equals(baseCurrency)) {
      foreignSymbol = first(symbol, foreignSymbol);
    }
    long time = mark.get().eventTime();
    Oldest oldest = oldestByCalendar.get(mark.get().calendar());
    if (oldest == null
        || time < oldest.markTime()
        || (time == oldest.markTime() && symbol.compareTo(oldest.symbol()) < 0)) {
      oldestByCalendar.put(mark.get().calendar(), new Oldest(symbol, time));
    }
  }

  private static String first(String symbol, String known) {
    return known == null || symbol.compareTo(known) < 0 ? symbol : known;
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

  /** Worst-case gross exposure of the portfolio; empty while something has no value. */
  public Optional<BigDecimal> gross() {
    return ifValued(gross);
  }

  /** Worst-case gross exposure of a strategy; empty while something has no value. */
  public Optional<BigDecimal> gross(String strategyId) {
    return ifValued(grossByStrategy.getOrDefault(strategyId, BigDecimal.ZERO));
  }

  /** Sum of position times mark; empty while something has no value. */
  Optional<BigDecimal> positionValue() {
    return ifValued(positionValue);
  }

  private Optional<BigDecimal> ifValued(BigDecimal sum) {
    boolean valued =
        unpricedSymbol == null && foreignSymbol == null && symbolOfUnknownCurrency == null;
    return valued ? Optional.of(sum) : Optional.empty();
  }

  /** A symbol that is held or pends and has no mark. */
  public Optional<String> unpricedSymbol() {
    return Optional.ofNullable(unpricedSymbol);
  }

  /** A symbol that is held or pends and is priced in another currency than the portfolio's. */
  public Optional<String> foreignSymbol() {
    return Optional.ofNullable(foreignSymbol);
  }

  /** A symbol that is held or pends and is priced in a currency that nobody knows. */
  public Optional<String> symbolOfUnknownCurrency() {
    return Optional.ofNullable(symbolOfUnknownCurrency);
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
