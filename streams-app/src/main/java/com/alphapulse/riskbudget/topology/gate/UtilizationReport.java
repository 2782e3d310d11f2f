package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.gate.ledger.Exposure;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.PositionBook;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.gate.limits.LimitsInForce;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells at an interval how much of each limit in force is used, for the rows that changed, and
 * which orders have reserved for too long, and has the gauges show it. Only reads.
 */
final class UtilizationReport {
  private final GateSettings settings;
  private final GateState state;
  private final GateOutput output;
  private final Map<String, Map<Row, Usage>> told = new HashMap<>();
  private final StaleReservations stale;
  private final GateGauges gauges;

  private record Row(OverrideScope scope, String scopeId) {}

  /**
   * How much of a limit is used.
   *
   * @param worst what is held once all that pends has come in the worse way
   * @param open whether anything may be added; where not, nothing is free
   */
  private record Usage(
      BigDecimal limit, BigDecimal used, BigDecimal worst, boolean open, int openOrders) {
    private BigDecimal free() {
      return open ? limit.subtract(worst).max(BigDecimal.ZERO) : BigDecimal.ZERO;
    }

    private boolean isAs(Usage other) {
      return other != null
          && limit.compareTo(other.limit) == 0
          && used.compareTo(other.used) == 0
          && worst.compareTo(other.worst) == 0
          && free().compareTo(other.free()) == 0
          && openOrders == other.openOrders;
    }
  }

  /** What is left of the portfolios, and how many there were. */
  private Iterator<PortfolioLedger> round = Collections.emptyIterator();

  private int size;
  private long last;

  /**
   * @param now wall-clock time, milliseconds
   */
  UtilizationReport(
      GateSettings settings, GateState state, GateOutput output, GateGauges gauges, long now) {
    this.gauges = gauges;
    this.last = now;
    this.settings = settings;
    this.state = state;
    this.output = output;
    this.stale = new StaleReservations(settings.staleReservationAge(), state, output);
  }

  /**
   * Goes through as many portfolios as the time since the last call is a part of the interval, so
   * that no order waits for all of them.
   *
   * @param now wall-clock time, milliseconds
   */
  void run(long now) {
    double share = (double) (now - last) / settings.utilizationInterval().toMillis();
    last = now;
    if (!round.hasNext()) {
      List<PortfolioLedger> all = new ArrayList<>();
      state.ledgers().forEach(all::add);
      told.keySet().removeIf(id -> state.knownLedger(id).isEmpty());
      stale.forgetUnknown();
      gauges.forgetUnknown();
      size = all.size();
      round = all.iterator();
    }
    for (long n = (long) Math.ceil(Math.min(1, share) * size); n > 0 && round.hasNext(); n--) {
      PortfolioLedger ledger = round.next();
      Marks marks = state.marksOf(ledger);
      long clock = state.clockOf(ledger).now(now);
      if (ledger.limits().isPresent()) {
        report(ledger, ledger.limits().get(), marks, clock);
      }
      stale.look(ledger, clock);
      gauges.look(ledger, marks, clock);
    }
  }

  private void report(PortfolioLedger ledger, Limits budget, Marks marks, long clock) {
    Instant asOf = Instant.ofEpochMilli(clock);
    Map<String, Integer> byStrategy = new HashMap<>();
    Map<String, Integer> bySymbol = new HashMap<>();
    for (OrderState order : ledger.orders().open()) {
      byStrategy.merge(order.strategyId(), 1, Integer::sum);
      bySymbol.merge(order.symbol(), 1, Integer::sum);
    }
    LimitsInForce limits = ledger.limitsInForce(state.everywhere(), settings, clock);
    Optional<BigDecimal> equity = ledger.equity(marks);
    boolean open =
        equity.isPresent() && !ledger.isClosed() && ledger.lossWatch().breach().isEmpty();
    PositionBook positions = ledger.positions();
    equity.ifPresent(
        value -> {
          tell(
              ledger,
              new Row(OverrideScope.PORTFOLIO, ledger.portfolioId()),
              new Usage(
                  limits.leverage().orElseThrow().value().multiply(value).max(BigDecimal.ZERO),
                  held(positions.exposures(), marks),
                  positions.valuation(marks).gross().orElseThrow(),
                  open && isActive(limits, "", ""),
                  ledger.orders().open().size()),
              asOf);
          budget
              .strategyExposure()
              .forEach(
                  (id, limit) ->
                      tell(
                          ledger,
                          new Row(OverrideScope.STRATEGY, id),
                          new Usage(
                              limit.value(),
                              held(positions.byStrategy().getOrDefault(id, Map.of()), marks),
                              positions.valuation(marks).gross(id).orElseThrow(),
                              open && isActive(limits, id, ""),
                              byStrategy.getOrDefault(id, 0)),
                          asOf));
        });
    Map<String, List<String>> traders = traders(ledger);
    for (String symbol : budget.position().keySet()) {
      List<String> strategies = traders.getOrDefault(symbol, List.of());
      Exposure exposure = positions.exposure(symbol);
      tell(
          ledger,
          new Row(OverrideScope.SYMBOL, symbol),
          new Usage(
              lowest(limits, strategies, symbol),
              exposure.position().abs(),
              exposure.worst(),
              open && strategies.stream().anyMatch(id -> isActive(limits, id, symbol)),
              bySymbol.getOrDefault(symbol, 0)),
          asOf);
    }
  }

  /** The strategies that may add to each symbol. */
  private static Map<String, List<String>> traders(PortfolioLedger ledger) {
    Map<String, List<String>> traders = new HashMap<>();
    ledger
        .spec()
        .ifPresent(
            spec -> {
              for (StrategySpec strategy : spec.strategies()) {
                strategy
                    .symbols()
                    .forEach(
                        symbol ->
                            traders
                                .computeIfAbsent(symbol, s -> new ArrayList<>())
                                .add(strategy.strategyId()));
              }
              traders.keySet().removeAll(spec.restrictedSymbols());
            });
    return traders;
  }

  /** A cap on a strategy holds for each symbol that it trades, as in the budget. */
  private static BigDecimal lowest(LimitsInForce limits, List<String> strategies, String symbol) {
    BigDecimal lowest = limits.position("", symbol).orElseThrow().value();
    for (String strategy : strategies) {
      lowest = lowest.min(limits.position(strategy, symbol).orElseThrow().value());
    }
    return lowest;
  }

  private static boolean isActive(LimitsInForce limits, String strategyId, String symbol) {
    return limits.state(strategyId, symbol).state() == TradingState.ACTIVE;
  }

  /** Tells a row, where it has changed. */
  private void tell(PortfolioLedger ledger, Row row, Usage usage, Instant asOf) {
    Map<Row, Usage> rows = told.computeIfAbsent(ledger.portfolioId(), id -> new HashMap<>());
    if (usage.isAs(rows.put(row, usage))) {
      return;
    }
    output.utilization(
        new RiskUtilization(
            ledger.portfolioId(),
            row.scope(),
            row.scopeId(),
            Decimals.down(usage.limit()),
            Decimals.up(usage.used()),
            Decimals.up(usage.worst().subtract(usage.used()).max(BigDecimal.ZERO)),
            Decimals.down(usage.free()),
            ratio(usage.worst(), usage.limit()),
            asOf,
            usage.openOrders()));
  }

  private static double ratio(BigDecimal worst, BigDecimal limit) {
    if (worst.signum() == 0) {
      return 0;
    }
    return limit.signum() == 0 ? Double.MAX_VALUE : worst.doubleValue() / limit.doubleValue();
  }

  private static BigDecimal held(Map<String, Exposure> exposures, Marks marks) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, Exposure> entry : exposures.entrySet()) {
      Optional<Marks.Mark> mark = marks.of(entry.getKey());
      if (mark.isPresent()) {
        sum = sum.add(entry.getValue().position().abs().multiply(mark.get().unitValue()));
      }
    }
    return sum;
  }
}
