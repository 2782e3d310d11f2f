package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.observability.Meters;
import com.alphapulse.riskbudget.observability.Metrics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Shows as gauges what the gate alone knows of the portfolios and markets of a task: what open
 * orders reserve and for how long, the regime of the budget in force, how long prices have stood
 * still. Only reads; ends with its task, so that each series is one instance's.
 */
final class GateGauges implements AutoCloseable {

  /** Event time since an order was approved or last heard of. */
  private enum Age {
    UNDER_A_MINUTE(Duration.ofMinutes(1)),
    UNDER_AN_HOUR(Duration.ofHours(1)),
    UNDER_A_DAY(Duration.ofDays(1)),
    A_DAY_OR_MORE(Duration.ofMillis(Long.MAX_VALUE));

    private static final Age[] ALL = values();
    private final long below;

    Age(Duration below) {
      this.below = below.toMillis();
    }

    private static Age of(long millis) {
      for (Age age : ALL) {
        if (millis < age.below) {
          return age;
        }
      }
      return A_DAY_OR_MORE;
    }
  }

  /** Open orders of an age, and what they reserve in base currency. */
  private static final class Reserved {
    private int orders;
    private double notional;

    private void add(double more) {
      orders++;
      notional += more;
    }
  }

  private final int partition;
  private final GateState state;
  private final Metrics metrics;
  private final Set<String> portfolios = new HashSet<>();
  private final Set<String> markets = new HashSet<>();

  /** Version of the budget whose regime is shown, by portfolio. */
  private final Map<String, Long> budgets = new HashMap<>();

  GateGauges(int partition, GateState state, Metrics metrics) {
    this.partition = partition;
    this.state = state;
    this.metrics = metrics;
  }

  /**
   * Shows how long the prices of every market have stood still.
   *
   * @param now wall-clock time, milliseconds
   */
  void lookAtMarkets(long now) {
    state
        .clocks()
        .forEach(
            (market, clock) -> {
              if (clock.isRunning()) {
                markets.add(market);
                metrics.tell(
                    Meters.MARKS_AGE,
                    seconds(clock.now(now) - clock.received(now)),
                    market,
                    Integer.toString(partition));
              }
            });
  }

  /**
   * Shows a portfolio, once somebody has defined it.
   *
   * @param clock event time, milliseconds
   */
  void look(PortfolioLedger ledger, Marks marks, long clock) {
    if (ledger.spec().isEmpty()) {
      return;
    }
    String id = ledger.portfolioId();
    portfolios.add(id);
    Map<Age, Reserved> byAge = new EnumMap<>(Age.class);
    long oldest = 0;
    for (OrderState order : ledger.orders().open()) {
      long silent = Math.max(0, clock - order.heardAt());
      oldest = Math.max(oldest, silent);
      // What it is worth without a mark, nobody knows.
      double unitValue =
          marks.of(order.symbol()).map(mark -> mark.unitValue().doubleValue()).orElse(Double.NaN);
      byAge
          .computeIfAbsent(Age.of(silent), age -> new Reserved())
          .add(order.reserved().doubleValue() * unitValue);
    }
    metrics.tell(Meters.OLDEST_RESERVATION, seconds(oldest), id);
    for (Age age : Age.ALL) {
      Reserved reserved = byAge.getOrDefault(age, new Reserved());
      metrics.tell(Meters.OPEN_ORDERS, reserved.orders, id, age.name());
      metrics.tell(Meters.RESERVED_NOTIONAL, reserved.notional, id, age.name());
    }
    showRegime(id, ledger.limits());
  }

  /** No longer shows portfolios of which nothing is known any more. */
  void forgetUnknown() {
    portfolios.removeIf(
        id -> {
          boolean unknown = state.knownLedger(id).isEmpty();
          if (unknown) {
            forget(id);
          }
          return unknown;
        });
  }

  @Override
  public void close() {
    portfolios.forEach(this::forget);
    portfolios.clear();
    markets.forEach(
        market -> metrics.forget(Meters.MARKS_AGE, market, Integer.toString(partition)));
    markets.clear();
  }

  /** The budget's record is looked into once a version, since it takes time to decode. */
  private void showRegime(String id, Optional<Limits> budget) {
    if (budget.isEmpty()) {
      forgetRegime(id);
      return;
    }
    Long version = budget.get().version();
    if (!version.equals(budgets.put(id, version))) {
      state
          .budgetOf(id)
          .ifPresentOrElse(
              record -> showRegime(id, record.getRegime().name()), () -> forgetRegime(id));
    }
  }

  private void showRegime(String id, String inForce) {
    for (Regime regime : Regime.values()) {
      metrics.tell(Meters.REGIME, regime.name().equals(inForce) ? 1 : 0, id, regime.name());
    }
  }

  private void forget(String id) {
    metrics.forget(Meters.OLDEST_RESERVATION, id);
    for (Age age : Age.ALL) {
      metrics.forget(Meters.OPEN_ORDERS, id, age.name());
      metrics.forget(Meters.RESERVED_NOTIONAL, id, age.name());
    }
    forgetRegime(id);
  }

  private void forgetRegime(String id) {
    if (budgets.remove(id) != null) {
      for (Regime regime : Regime.values()) {
        metrics.forget(Meters.REGIME, id, regime.name());
      }
    }
  }

  private static double seconds(long millis) {
    return millis / 1e3;
  }
}
