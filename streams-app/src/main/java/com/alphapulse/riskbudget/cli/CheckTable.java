package com.alphapulse.riskbudget.cli;

import static java.util.Map.entry;

import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Lots;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.check.BudgetFresh;
import com.alphapulse.riskbudget.gate.check.Checks;
import com.alphapulse.riskbudget.gate.check.Concentration;
import com.alphapulse.riskbudget.gate.check.EquityAboveZero;
import com.alphapulse.riskbudget.gate.check.ExAnteVolatility;
import com.alphapulse.riskbudget.gate.check.InBaseCurrency;
import com.alphapulse.riskbudget.gate.check.IntentFresh;
import com.alphapulse.riskbudget.gate.check.IntentNotAhead;
import com.alphapulse.riskbudget.gate.check.KnownAndPermitted;
import com.alphapulse.riskbudget.gate.check.LossWithinLimits;
import com.alphapulse.riskbudget.gate.check.MarksFresh;
import com.alphapulse.riskbudget.gate.check.MayIncrease;
import com.alphapulse.riskbudget.gate.check.NewOrderId;
import com.alphapulse.riskbudget.gate.check.NotHalted;
import com.alphapulse.riskbudget.gate.check.OpenOrders;
import com.alphapulse.riskbudget.gate.check.OrderNotional;
import com.alphapulse.riskbudget.gate.check.OrderQuantity;
import com.alphapulse.riskbudget.gate.check.OrderRate;
import com.alphapulse.riskbudget.gate.check.PortfolioLeverage;
import com.alphapulse.riskbudget.gate.check.PositionLimit;
import com.alphapulse.riskbudget.gate.check.PriceCollar;
import com.alphapulse.riskbudget.gate.check.RoutedCorrectly;
import com.alphapulse.riskbudget.gate.check.StrategyBudget;
import com.alphapulse.riskbudget.gate.check.WellFormed;
import com.alphapulse.riskbudget.gate.ledger.Exposure;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.limits.OrderRates;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every check of the gate on one order, the passed ones too, with what was observed and allowed.
 */
final class CheckTable {
  private static final String NOTHING = "no limit";

  /** What each check looks at, in words. */
  static final Map<Class<? extends Check>, Function<Proposal, String>> FIGURES =
      Map.ofEntries(
          entry(
              RoutedCorrectly.class,
              p ->
                  "key %s, portfolio %s"
                      .formatted(p.routedTo().orElse("missing"), p.order().portfolioId())),
          entry(WellFormed.class, CheckTable::form),
          entry(
              KnownAndPermitted.class,
              p ->
                  "portfolio %s, strategy %s"
                      .formatted(
                          p.portfolio().isPresent() ? "known" : "unknown",
                          p.strategy().isPresent() ? "known" : "unknown")),
          entry(NewOrderId.class, p -> "id " + p.order().orderId()),
          entry(
              IntentFresh.class,
              p -> age(p.age(p.order().submittedAt()), p.settings().maxIntentAge())),
          entry(
              IntentNotAhead.class,
              p ->
                  "%s ahead, at most %s"
                      .formatted(
                          duration(Duration.ofMillis(Math.max(0, -p.age(p.order().submittedAt())))),
                          duration(p.settings().maxClockLead()))),
          entry(NotHalted.class, CheckTable::state),
          entry(PriceCollar.class, CheckTable::collar),
          entry(
              MayIncrease.class,
              p -> state(p) + (p.order().reduceOnly() ? ", reduce-only order" : "")),
          entry(
              BudgetFresh.class,
              p ->
                  p.ledger()
                      .limits()
                      .map(l -> age(p.age(l.asOf()), p.settings().maxBudgetAge()))
                      .orElse("no budget")),
          entry(MarksFresh.class, CheckTable::marks),
          entry(InBaseCurrency.class, CheckTable::currency),
          entry(
              EquityAboveZero.class,
              p -> p.equity().map(e -> "equity " + plain(e)).orElse("equity unknown")),
          entry(
              LossWithinLimits.class,
              p ->
                  p.ledger()
                      .lossWatch()
                      .breach()
                      .map(b -> "lost %s over %s".formatted(plain(b.loss()), plain(b.limit())))
                      .orElse("no loss limit reached")),
          entry(OrderRate.class, CheckTable::rates),
          entry(
              OpenOrders.class,
              p -> {
                OptionalInt max = hard(p).maxOpenOrders();
                int after = p.ledger().openOrders().size() + 1;
                return max.isPresent()
                    ? "%d of at most %d".formatted(after, max.getAsInt())
                    : NOTHING;
              }),
          entry(OrderQuantity.class, p -> against(p.quantity(), p.orderQuantityLimit())),
          entry(OrderNotional.class, CheckTable::notional),
          entry(
              PositionLimit.class,
              p -> against(p.exposure().worstWith(p.side(), p.quantity()), p.positionLimit())),
          entry(Concentration.class, CheckTable::concentration),
          entry(
              StrategyBudget.class,
              p -> exposure(p, p.strategyExposure(), p.strategyGrossExposure(), p.strategyLimit())),
          entry(
              PortfolioLeverage.class,
              p ->
                  exposure(
                      p,
                      p.exposure(),
                      p.grossExposure(),
                      p.leverageLimit()
                          .flatMap(
                              l ->
                                  p.equity()
                                      .map(
                                          e ->
                                              new Limit<>(
                                                  e.multiply(l.value()).max(BigDecimal.ZERO),
                                                  l.source()))))),
          entry(ExAnteVolatility.class, CheckTable::volatility));

  private CheckTable() {}

  /** One line for each check, two and more where it is broken. */
  static List<String> lines(Proposal proposal) {
    List<String> lines = new ArrayList<>();
    Checks.ALWAYS.forEach(check -> line(check, proposal, true, lines));
    boolean applies = !proposal.isReducing();
    Checks.UNLESS_REDUCING.forEach(check -> line(check, proposal, applies, lines));
    return lines;
  }

  private static void line(Check check, Proposal proposal, boolean applies, List<String> lines) {
    Findings findings = new Findings();
    if (applies) {
      check.examine(proposal, findings);
    }
    boolean passes = findings.violations().isEmpty();
    lines.add(
        "check     %-20s %-7s %s"
            .formatted(
                words(check.getClass().getSimpleName()),
                applies ? passes ? "passes" : "BROKEN" : "skipped",
                FIGURES.get(check.getClass()).apply(proposal)));
    for (Violation violation : findings.violations()) {
      lines.add(
          "          %s (%s %s, limit from %s): %s"
              .formatted(
                  violation.reason(),
                  violation.scope(),
                  violation.scopeId(),
                  violation.source().text(),
                  violation.message()));
      lines.add("          " + violation.reason().remedy());
    }
  }

  /** {@code PositionLimit} as {@code position limit}. */
  private static String words(String name) {
    return name.replaceAll("(?<!^)([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private static String form(Proposal proposal) {
    return "quantity %s in lots of %s%s"
        .formatted(
            plain(proposal.quantity()),
            plain(Lots.size(proposal)),
            proposal.order().limitPrice().map(p -> ", limit price " + plain(p)).orElse(""));
  }

  private static String state(Proposal proposal) {
    TradingOverrides.State state = proposal.tradingState();
    return state.state()
        + state.cause().map(cause -> " by " + Proposal.source(state.cause()).text()).orElse("");
  }

  private static String collar(Proposal proposal) {
    Limit<BigDecimal> limit = proposal.priceDeviationLimit();
    Optional<BigDecimal> price = proposal.order().limitPrice();
    return price.isEmpty() || proposal.mark().isEmpty()
        ? "no limit price, or no mark"
        : "limit price %s, mark %s, measured from %s, at most %s of it away (%s)"
            .formatted(
                plain(price.get()),
                plain(proposal.mark().get().price()),
                plain(proposal.mark().get().reference(proposal.side())),
                plain(limit.value()),
                limit.source().text());
  }

  private static String marks(Proposal proposal) {
    return String.join(
        "; ",
        Stream.concat(
                Stream.of(proposal.order().symbol()),
                Stream.concat(
                    proposal.unpricedSymbol().stream(), proposal.oldestSymbols().stream()))
            .distinct()
            .map(
                symbol ->
                    symbol
                        + " "
                        + proposal
                            .marks()
                            .of(symbol)
                            .map(mark -> markAge(proposal, symbol, mark))
                            .orElse("has no price"))
            .toList());
  }

  private static String markAge(Proposal proposal, String symbol, Marks.Mark mark) {
    if (symbol.equals(proposal.order().symbol())) {
      return age(proposal.age(mark.eventTime()), proposal.settings().maxMarkAge());
    }
    Proposal.HeldAge held = proposal.heldAge(mark.calendar(), mark.eventTime());
    return (held.inSession() ? "in session " : "")
        + age(held.age(), Duration.ofMillis(held.limit()));
  }

  private static String currency(Proposal proposal) {
    return "instrument in %s, portfolio in %s"
        .formatted(
            proposal
                .mark()
                .map(mark -> mark.instrument().currency())
                .filter(currency -> !currency.isEmpty())
                .orElse("an unknown currency"),
            proposal.portfolio().map(PortfolioSpec::baseCurrency).orElse("none"));
  }

  private static String rates(Proposal proposal) {
    return tokens("portfolio", proposal.portfolioRate(), proposal.portfolioRateTokens())
        + "; "
        + tokens("strategy", proposal.strategyRate(), proposal.strategyRateTokens());
  }

  private static String tokens(
      String whose, Optional<OrderRates.Limit> limit, OptionalDouble tokens) {
    return limit.isEmpty()
        ? whose + ": " + NOTHING
        : String.format(
            Locale.ROOT,
            "%s: %.3f left of %s at once (%s)",
            whose,
            tokens.getAsDouble(),
            limit.get().atOnce(),
            limit.get().source().text());
  }

  private static String notional(Proposal proposal) {
    Limit<BigDecimal> limit =
        new Limit<>(proposal.settings().maxOrderNotional(), Rule.CONFIGURATION)
            .min(hard(proposal).maxOrderNotional().map(max -> new Limit<>(max, Rule.HARD_LIMIT)));
    return proposal
        .mark()
        .map(
            mark ->
                against(
                    proposal
                        .order()
                        .limitPrice()
                        .map(price -> price.max(mark.price()))
                        .orElse(mark.price())
                        .multiply(mark.instrument().contractMultiplier())
                        .multiply(proposal.quantity()),
                    Optional.of(limit)))
        .orElse("no mark");
  }

  private static String concentration(Proposal proposal) {
    OptionalDouble max = hard(proposal).maxSymbolWeight();
    if (max.isEmpty()) {
      return NOTHING;
    }
    BigDecimal weight = BigDecimal.valueOf(max.getAsDouble());
    return exposure(
        proposal,
        proposal.exposure(),
        proposal.mark().map(m -> proposal.exposure().worst().multiply(m.unitValue())),
        proposal.equity().map(e -> new Limit<>(e.multiply(weight), Rule.HARD_LIMIT)));
  }

  /** A sum of exposures with the order in it, whose own symbol alone it changes. */
  private static String exposure(
      Proposal proposal,
      Exposure exposure,
      Optional<BigDecimal> gross,
      Optional<Limit<BigDecimal>> limit) {
    Optional<Marks.Mark> mark = proposal.mark();
    if (mark.isEmpty() || gross.isEmpty()) {
      return "a price is missing";
    }
    BigDecimal change =
        exposure.worstWith(proposal.side(), proposal.quantity()).subtract(exposure.worst());
    return against(gross.get().add(change.multiply(mark.get().unitValue())), limit);
  }

  private static String volatility(Proposal proposal) {
    String observed =
        proposal
            .volatilityCurve()
            .map(c -> BigDecimal.valueOf(c.at(proposal.quantity().doubleValue())))
            .map(CheckTable::plain)
            .orElse("unknown");
    String limit =
        proposal
            .volatilityLimit()
            .map(l -> "at most %s (%s)".formatted(plain(l.value()), l.source().text()))
            .orElse(NOTHING);
    String problem =
        proposal
            .riskModel()
            .problem()
            .orElseGet(
                () ->
                    "state %d, %s"
                        .formatted(
                            proposal.riskModel().sequence(),
                            age(
                                proposal.age(proposal.riskModel().asOf()),
                                proposal.settings().maxRiskModelAge())));
    return "%s, %s; %s".formatted(observed, limit, problem);
  }

  private static HardLimits hard(Proposal proposal) {
    return proposal.portfolio().map(p -> p.hardLimits()).orElse(HardLimits.NONE);
  }

  private static String against(BigDecimal observed, Optional<Limit<BigDecimal>> limit) {
    return limit
        .map(
            l ->
                "%s of at most %s (%s)"
                    .formatted(plain(observed), plain(l.value()), l.source().text()))
        .orElseGet(() -> "%s, %s".formatted(plain(observed), NOTHING));
  }

  private static String age(long millis, Duration limit) {
    return "%s old, at most %s"
        .formatted(duration(Duration.ofMillis(Math.max(0, millis))), duration(limit));
  }

  /** A length of time in the unit that fits. */
  static String duration(Duration length) {
    return length.toDays() > 0
        ? "%d d %d h".formatted(length.toDays(), length.toHoursPart())
        : length.toSeconds() > 0 ? length.toSeconds() + " s" : length.toMillis() + " ms";
  }

  /** A number without needless zeros. */
  static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
