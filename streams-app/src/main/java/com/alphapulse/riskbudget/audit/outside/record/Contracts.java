package com.alphapulse.riskbudget.audit.outside.record;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.avro.MarketState;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Multipliers of contracts over a whole history. */
public final class Contracts {
  private final Map<String, BigDecimal> multipliers = new HashMap<>();
  private final Map<String, Boolean> changed = new HashMap<>();

  private Contracts() {}

  public static Contracts of(History history) {
    Contracts contracts = new Contracts();
    for (Entry<MarketState> entry : history.states()) {
      entry
          .value()
          .getSymbols()
          .forEach(s -> contracts.know(s.getSymbol(), s.getContractMultiplier()));
    }
    history
        .marks()
        .forEach(
            entry ->
                OutsideMarks.of(entry.value())
                    .bySymbol()
                    .forEach((symbol, mark) -> contracts.know(symbol, mark.multiplier())));
    return contracts;
  }

  private void know(String symbol, BigDecimal multiplier) {
    BigDecimal known = multipliers.putIfAbsent(symbol, multiplier);
    if (known != null && known.compareTo(multiplier) != 0) {
      changed.put(symbol, true);
    }
  }

  /** Money that one unit at a price of 1 is worth; empty where it changed. */
  public Optional<BigDecimal> multiplier(String symbol) {
    return changed.containsKey(symbol)
        ? Optional.empty()
        : Optional.of(multipliers.getOrDefault(symbol, BigDecimal.ONE));
  }
}
