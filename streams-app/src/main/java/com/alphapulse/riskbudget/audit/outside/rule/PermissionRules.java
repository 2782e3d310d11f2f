package com.alphapulse.riskbudget.audit.outside.rule;

import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.audit.outside.record.OutsideDefinition;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks.OutsideMark;
import com.alphapulse.riskbudget.audit.outside.record.Texts;
import com.alphapulse.riskbudget.audit.outside.state.Facts;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.TradingState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Who may trade what, and whether at the moment. */
final class PermissionRules {
  /** Rounding of tokens that were computed in another order. */
  private static final double ROUNDING = 1e-7;

  private PermissionRules() {}

  /**
   * Portfolio, strategy and symbol are defined, and the symbol may be traded. What is held can be
   * left, whatever the definition says.
   */
  static void known(Facts facts, BigDecimal quantity, List<Broken> broken) {
    OrderIntent intent = facts.intent();
    Optional<OutsideDefinition> spec = facts.state().spec();
    if (spec.isEmpty()) {
      broken.add(
          Broken.of(Kind.UNKNOWN_PORTFOLIO, intent.getPortfolioId(), "it was never defined"));
      return;
    }
    if (facts.isReducing(quantity)) {
      return;
    }
    Set<String> permitted = spec.get().symbols().get(intent.getStrategyId());
    if (permitted == null) {
      broken.add(
          Broken.of(Kind.UNKNOWN_STRATEGY, intent.getStrategyId(), "the portfolio has none such"));
    } else if (!permitted.contains(intent.getSymbol())) {
      broken.add(
          Broken.of(Kind.UNKNOWN_SYMBOL, intent.getSymbol(), "the strategy may not trade it"));
    }
    if (spec.get().restricted().contains(intent.getSymbol())) {
      broken.add(Broken.of(Kind.RESTRICTED_SYMBOL, intent.getSymbol(), "it is restricted"));
    }
  }

  /** The definition of the portfolio was not withdrawn. */
  static void open(Facts facts, BigDecimal quantity, List<Broken> broken) {
    if (facts.state().isClosed()) {
      broken.add(
          Broken.of(
              Kind.PORTFOLIO_CLOSED,
              facts.intent().getPortfolioId(),
              "its definition was withdrawn"));
    }
  }

  /** The instrument's currency is known and the portfolio's. */
  static void currency(Facts facts, BigDecimal quantity, List<Broken> broken) {
    Optional<OutsideDefinition> spec = facts.state().spec();
    Optional<String> currency = facts.mark().map(OutsideMark::currency);
    if (spec.isEmpty() || currency.isEmpty() || currency.get().equals(spec.get().currency())) {
      return;
    }
    boolean unknown = currency.get().isEmpty();
    broken.add(
        Broken.of(
            unknown ? Kind.CURRENCY_UNKNOWN : Kind.CURRENCY_MISMATCH,
            facts.intent().getSymbol(),
            "'%s' in a portfolio in %s".formatted(currency.get(), spec.get().currency())));
  }

  /** So is that of all that the portfolio holds or has pending beside. */
  static void heldCurrencies(Facts facts, BigDecimal quantity, List<Broken> broken) {
    String base = facts.state().spec().map(OutsideDefinition::currency).orElse("");
    for (String symbol : facts.valuation().symbols()) {
      String currency = facts.marks().of(symbol).map(OutsideMark::currency).orElse(base);
      if (!symbol.equals(facts.intent().getSymbol()) && !currency.equals(base)) {
        broken.add(
            Broken.of(
                currency.isEmpty() ? Kind.CURRENCY_UNKNOWN : Kind.CURRENCY_MISMATCH,
                symbol,
                "held in '%s' in a portfolio in %s".formatted(currency, base)));
      }
    }
  }

  static void notHalted(Facts facts, BigDecimal quantity, List<Broken> broken) {
    if (facts.overridden() == TradingState.HALTED) {
      broken.add(Broken.of(Kind.HALTED, "", "an override halts it"));
    }
  }

  /** Neither an override nor the order itself allows risk to be cut only. */
  static void mayIncrease(Facts facts, BigDecimal quantity, List<Broken> broken) {
    if (facts.overridden() == TradingState.REDUCE_ONLY) {
      broken.add(Broken.of(Kind.REDUCE_ONLY, "", "an override allows risk to be cut only"));
    }
    if (facts.intent().getReduceOnly()) {
      broken.add(
          Broken.of(
              Kind.NOT_REDUCING,
              facts.intent().getOrderId(),
              "a reduce-only order of %s".formatted(Texts.plain(quantity))));
    }
  }

  /** No loss limit is reached; what the decision says of that is held against the alerts. */
  static void loss(Facts facts, BigDecimal quantity, List<Broken> broken) {
    if (facts.lossReached()) {
      broken.add(
          Broken.of(Kind.LOSS_LIMIT, facts.intent().getPortfolioId(), "a loss limit is reached"));
    }
  }

  static void rate(Facts facts, BigDecimal quantity, List<Broken> broken) {
    rate(facts.intent().getPortfolioId(), facts.portfolioTokens(), broken);
    rate(facts.intent().getStrategyId(), facts.strategyTokens(), broken);
  }

  private static void rate(String scopeId, OptionalDouble tokens, List<Broken> broken) {
    if (tokens.isPresent() && tokens.getAsDouble() < 1 + ROUNDING) {
      broken.add(
          Broken.of(
              Kind.ORDER_RATE,
              scopeId,
              "%s of an order left".formatted(tokens.getAsDouble()),
              tokens.getAsDouble() < 1 - ROUNDING));
    }
  }

  static void openOrders(Facts facts, BigDecimal quantity, List<Broken> broken) {
    Integer most = facts.hard().map(h -> h.getMaxOpenOrders()).orElse(null);
    int open = facts.state().ledger().openOrders().size();
    if (most != null && open >= most) {
      broken.add(
          Broken.of(
              Kind.OPEN_ORDERS,
              facts.intent().getPortfolioId(),
              "%d are open, at most %d may be".formatted(open, most)));
    }
  }
}
