package com.alphapulse.riskbudget.audit.redecide;

import com.alphapulse.riskbudget.audit.outside.PartitionReplay;
import com.alphapulse.riskbudget.audit.outside.state.OutsideLedger;
import com.alphapulse.riskbudget.audit.outside.state.OutsideOrder;
import com.alphapulse.riskbudget.audit.outside.state.OutsideOverrides;
import com.alphapulse.riskbudget.audit.outside.state.OutsideRates;
import com.alphapulse.riskbudget.audit.outside.state.OutsideState;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.gate.ledger.LossWatch;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.OrderRates;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was rebuilt outside, as the gate's checks read it. What a record says is converted once, and
 * again only when the next one of its kind takes its place.
 */
final class Rebuilt {
  private final Map<String, Converted> latest = new HashMap<>();

  private record Converted(Object record, Object value) {}

  /** The latest value of a kind, made of its record. */
  @SuppressWarnings({"unchecked", "ReferenceEquality"}) // The same record, not an equal one.
  private <R, V> V of(String kind, R record, Function<R, V> conversion) {
    Converted known = latest.get(kind);
    if (known == null || known.record() != record) {
      known = new Converted(record, conversion.apply(record));
      latest.put(kind, known);
    }
    return (V) known.value();
  }

  /**
   * A portfolio: a new ledger that holds what was rebuilt.
   *
   * @param orderId of the order that is decided; of the settled orders only its namesake matters
   * @param breach of a loss limit
   */
  PortfolioLedger ledger(
      OutsideState known, String portfolioId, String orderId, Optional<LossWatch.Breach> breach) {
    OutsideLedger ledger = known.ledger();
    PortfolioLedger copy = new PortfolioLedger(portfolioId);
    copy.restoreAccount(ledger.cash(), BigDecimal.ZERO, ledger.sequence());
    known
        .spec()
        .map(spec -> of("definition " + portfolioId, spec.record(), ReferenceValues::portfolio))
        .ifPresent(copy::restoreSpec);
    known
        .budget()
        .map(budget -> of("budget " + portfolioId, budget.record(), GateValues::limits))
        .ifPresent(copy::apply);
    known.overrides().records().stream()
        .map(ReferenceValues::override)
        .forEach(copy.overrides()::apply);
    restore(known.rates(), copy.rates());
    copy.lossWatch().restore(Optional.empty(), Optional.empty(), Long.MIN_VALUE, 0, breach);
    ledger
        .holdings()
        .byStrategy()
        .forEach(
            (strategyId, bySymbol) ->
                bySymbol.forEach(
                    (symbol, holding) -> {
                      if (holding.position().signum() != 0) {
                        copy.restorePosition(strategyId, symbol, holding.position());
                      }
                    }));
    ledger.openOrders().forEach(order -> copy.restoreOrder(order(order)));
    ledger
        .order(orderId)
        .filter(OutsideOrder::isSettled)
        .ifPresent(order -> copy.restoreOrder(order(order)));
    if (known.isClosed()) {
      copy.close();
    }
    if (ledger.order(orderId).isEmpty() && ledger.isHeld(orderId)) {
      copy.restoreOrder(known(orderId));
    }
    return copy;
  }

  private static void restore(OutsideRates known, OrderRates rates) {
    known
        .ofPortfolio()
        .ifPresent(b -> rates.restore(new OrderRates.Bucket(b.tokens(), b.asOf(), 0)));
    known
        .byStrategy()
        .forEach(
            (strategyId, b) ->
                rates.restore(strategyId, new OrderRates.Bucket(b.tokens(), b.asOf(), 0)));
  }

  private static OrderState order(OutsideOrder order) {
    return OrderState.restored(
        new OrderState(
            order.orderId(),
            order.strategyId(),
            order.symbol(),
            GateValues.side(order.side()),
            order.approved(),
            order.heardOf()),
        new OrderState.Progress(
            order.filled(),
            order.filled(),
            order.reserved(),
            order.ended(),
            false,
            order.heardOf()));
  }

  /** An order of which nothing is known but its id, from a report that waits. */
  private static OrderState known(String orderId) {
    BigDecimal none = BigDecimal.ZERO;
    return OrderState.restored(
        new OrderState(orderId, "", "", Side.BUY, none, 0),
        new OrderState.Progress(none, none, none, true, false, 0));
  }

  /** TradingOverrides of all portfolios. */
  TradingOverrides everywhere(OutsideOverrides known) {
    TradingOverrides overrides = new TradingOverrides();
    known.records().stream().map(ReferenceValues::override).forEach(overrides::apply);
    return overrides;
  }

  /** Marks of the market that a portfolio trades. */
  Marks marks(PartitionReplay known, String portfolioId) {
    return known
        .marksOf(portfolioId)
        .record()
        .map(record -> of("marks " + record.getMarket(), record, GateValues::marks))
        .orElseGet(() -> Marks.none(market(known, portfolioId)));
  }

  /** Risk model of the market that a portfolio trades. */
  RiskModel riskModel(PartitionReplay known, String portfolioId) {
    return known
        .riskOf(portfolioId)
        .state()
        .map(record -> of("state " + record.getMarket(), record, GateValues::riskModel))
        .orElseGet(() -> RiskModel.none(market(known, portfolioId)));
  }

  private static String market(PartitionReplay known, String portfolioId) {
    return known.portfolio(portfolioId).spec().map(spec -> spec.market()).orElse("");
  }
}
