package com.alphapulse.riskbudget.audit.outside.rule;

import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.audit.outside.record.Holding;
import com.alphapulse.riskbudget.audit.outside.record.OutsideBudget;
import com.alphapulse.riskbudget.audit.outside.record.OutsideDefinition;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks.OutsideMark;
import com.alphapulse.riskbudget.audit.outside.record.Texts;
import com.alphapulse.riskbudget.audit.outside.state.Facts;
import com.alphapulse.riskbudget.avro.OrderIntent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** How much one order, and all that is held with it, may come to. */
final class LimitRules {
  /** Rounding of a volatility that was computed in another order. */
  private static final double ROUNDING = 1e-9;

  private LimitRules() {}

  static void equity(Facts facts, BigDecimal quantity, List<Broken> broken) {
    Optional<BigDecimal> equity = facts.valuation().equity();
    if (equity.filter(e -> e.signum() <= 0).isPresent()) {
      broken.add(
          Broken.of(
              Kind.NO_EQUITY,
              facts.intent().getPortfolioId(),
              "equity is " + Texts.plain(equity.get())));
    }
  }

  static void orderQuantity(Facts facts, BigDecimal quantity, List<Broken> broken) {
    Facts.lowest(
            facts.settings().maxOrderQuantity(),
            facts.hard().flatMap(h -> Optional.ofNullable(h.getMaxOrderQuantity())))
        .ifPresent(
            limit ->
                above(Kind.ORDER_QUANTITY, facts.intent().getOrderId(), quantity, limit, broken));
  }

  /** At the mark or the limit price, whichever is more. */
  static void orderNotional(Facts facts, BigDecimal quantity, List<Broken> broken) {
    Optional<OutsideMark> mark = facts.mark();
    if (mark.isEmpty()) {
      return;
    }
    BigDecimal price =
        Optional.ofNullable(facts.intent().getLimitPrice())
            .map(mark.get().price()::max)
            .orElse(mark.get().price());
    BigDecimal limit =
        Facts.lowest(
                Optional.of(facts.settings().maxOrderNotional()),
                facts.hard().flatMap(h -> Optional.ofNullable(h.getMaxOrderNotional())))
            .orElseThrow();
    above(
        Kind.ORDER_NOTIONAL,
        facts.intent().getOrderId(),
        quantity.multiply(price).multiply(mark.get().multiplier()),
        limit,
        broken);
  }

  /** The worst case of the symbol, in units. */
  static void position(Facts facts, BigDecimal quantity, List<Broken> broken) {
    OrderIntent intent = facts.intent();
    Optional<BigDecimal> limit =
        facts
            .state()
            .budget()
            .flatMap(b -> Optional.ofNullable(b.positions().get(intent.getSymbol())))
            .flatMap(
                l ->
                    Facts.lowest(
                        Optional.of(l),
                        facts.hard().map(h -> h.getPositionLimits().get(intent.getSymbol()))))
            .flatMap(l -> Facts.lowest(Optional.of(l), facts.positionCap()));
    Holding held = facts.ofPortfolio();
    if (limit.isPresent() && !held.isCutBy(intent.getSide(), quantity)) {
      above(
          Kind.POSITION_LIMIT,
          intent.getSymbol(),
          held.plusPending(intent.getSide(), quantity).worst(),
          limit.get(),
          broken);
    }
  }

  /** The worst case of the symbol against its share of equity. */
  static void concentration(Facts facts, BigDecimal quantity, List<Broken> broken) {
    OrderIntent intent = facts.intent();
    Optional<BigDecimal> share =
        facts.hard().flatMap(h -> OutsideDefinition.limit(h.getMaxSymbolWeight()));
    Optional<BigDecimal> equity = facts.valuation().equity();
    Holding held = facts.ofPortfolio();
    if (share.isPresent()
        && equity.isPresent()
        && facts.mark().isPresent()
        && !held.isCutBy(intent.getSide(), quantity)) {
      above(
          Kind.CONCENTRATION,
          intent.getSymbol(),
          held.plusPending(intent.getSide(), quantity)
              .worst()
              .multiply(facts.mark().get().unitValue()),
          share.get().multiply(equity.get()).max(BigDecimal.ZERO),
          broken);
    }
  }

  /** The worst case of all that the strategy holds. */
  static void strategyBudget(Facts facts, BigDecimal quantity, List<Broken> broken) {
    String strategyId = facts.intent().getStrategyId();
    Optional<BigDecimal> limit =
        facts.state().budget().flatMap(b -> Optional.ofNullable(b.exposures().get(strategyId)));
    if (limit.isPresent()) {
      gross(facts, facts.state().ledger().holdings().ofStrategy(strategyId), quantity)
          .ifPresent(gross -> above(Kind.STRATEGY_BUDGET, strategyId, gross, limit.get(), broken));
    }
  }

  /** The worst case of all that the portfolio holds against its equity. */
  static void leverage(Facts facts, BigDecimal quantity, List<Broken> broken) {
    Optional<BigDecimal> leverage =
        facts
            .state()
            .budget()
            .map(OutsideBudget::leverage)
            .flatMap(
                l ->
                    Facts.lowest(
                        Optional.of(l),
                        facts.hard().flatMap(h -> OutsideDefinition.limit(h.getMaxLeverage()))))
            .flatMap(l -> Facts.lowest(Optional.of(l), facts.leverageCap()));
    Optional<BigDecimal> limit =
        leverage.flatMap(
            l -> facts.valuation().equity().map(e -> l.multiply(e).max(BigDecimal.ZERO)));
    if (limit.isPresent()) {
      String id = facts.intent().getPortfolioId();
      gross(facts, facts.state().ledger().holdings().ofPortfolio(), quantity)
          .ifPresent(gross -> above(Kind.PORTFOLIO_LEVERAGE, id, gross, limit.get(), broken));
    }
  }

  /**
   * Worst case of what is held with the order; empty for an order that only cuts it, which breaks
   * no limit, also where that was cut below what is held.
   */
  private static Optional<BigDecimal> gross(
      Facts facts, Map<String, Holding> held, BigDecimal quantity) {
    OrderIntent intent = facts.intent();
    boolean cuts =
        held.getOrDefault(intent.getSymbol(), Holding.NONE).isCutBy(intent.getSide(), quantity);
    return facts.mark().isPresent() && !cuts
        ? facts.valuation().gross(facts.with(held, quantity))
        : Optional.empty();
  }

  /** An order that does not raise the volatility is within every limit. */
  static void volatility(Facts facts, BigDecimal quantity, List<Broken> broken) {
    OptionalDouble limit =
        facts.state().budget().map(OutsideBudget::volatility).orElse(OptionalDouble.empty());
    if (limit.isEmpty() || broken.stream().anyMatch(b -> b.kind() == Kind.NO_RISK_MODEL)) {
      return;
    }
    OptionalDouble after = facts.volatility(quantity);
    OptionalDouble before = facts.volatility(BigDecimal.ZERO);
    if (after.isEmpty() || before.isEmpty()) {
      return; // A missing mark or equity is another rule's.
    }
    double allowed = Math.max(limit.getAsDouble(), before.getAsDouble());
    if (after.getAsDouble() > allowed - ROUNDING) {
      broken.add(
          Broken.of(
              Kind.VOLATILITY_LIMIT,
              facts.intent().getPortfolioId(),
              "%s is above %s".formatted(after.getAsDouble(), limit.getAsDouble()),
              after.getAsDouble() > allowed + ROUNDING));
    }
  }

  private static void above(
      Kind kind, String scopeId, BigDecimal observed, BigDecimal limit, List<Broken> broken) {
    if (observed.compareTo(limit) > 0) {
      broken.add(Broken.above(kind, scopeId, observed, limit));
    }
  }
}
