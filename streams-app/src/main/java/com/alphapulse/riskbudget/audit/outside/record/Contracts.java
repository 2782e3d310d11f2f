package com.alphapulse.riskbudget.audit.outside.record;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.avro.MarketState;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Multipliers and currencies of contracts over a whole history. */
public final class Contracts {
  private final Map<String, Contract> contracts = new HashMap<>();
  private final Set<String> changed = new HashSet<>();

  private record Contract(BigDecimal multiplier, String currency) {
    boolean is(Contract other) {
      return multiplier.compareTo(other.multiplier) == 0 && currency.equals(other.currency);
    }
  }

  private Contracts() {}

  public static Contracts of(History history) {
    Contracts contracts = new Contracts();
    for (Entry<MarketState> entry : history.states()) {
      entry
          .value()
          .getSymbols()
          .forEach(
              s ->
                  contracts.know(
                      s.getSymbol(), new Contract(s.getContractMultiplier(), s.getCurrency())));
    }
    history
        .marks()
        .forEach(
            entry ->
                OutsideMarks.of(entry.value())
                    .bySymbol()
                    .forEach(
                        (symbol, mark) ->
                            contracts.know(
                                symbol, new Contract(mark.multiplier(), mark.currency()))));
    return contracts;
  }

  private void know(String symbol, Contract contract) {
    Contract known = contracts.putIfAbsent(symbol, contract);
    if (known != null && !known.is(contract)) {
      changed.add(symbol);
    }
  }

  /** Whether nothing of it ever changed. */
  public boolean isSteady(String symbol) {
    return !changed.contains(symbol);
  }

  /**
   * Money in a currency that one unit at a price of 1 is worth; empty where it is never priced in
   * that one. One of several where it changed.
   */
  public Optional<BigDecimal> multiplier(String symbol, String currency) {
    return Optional.ofNullable(contracts.get(symbol))
        .filter(contract -> contract.currency().equals(currency) || !isSteady(symbol))
        .map(Contract::multiplier);
  }
}
