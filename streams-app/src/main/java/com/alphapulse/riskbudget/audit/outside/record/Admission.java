package com.alphapulse.riskbudget.audit.outside.record;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * How long, many and large what a record says may be. One that is beyond is refused whole, and
 * changes nothing.
 */
public final class Admission {
  private static final int LONGEST_TEXT = 1_000;
  private static final int LONGEST_PERSON = 200;
  private static final int MOST_INSTRUMENTS = 2_000;
  private static final int MOST_STRATEGIES = 100;
  private static final int MOST_GROUPS = 100;
  private static final int MOST_PROBABILITIES = 5;
  private static final int MOST_OVERRIDES = 1_000;

  private Admission() {}

  public static boolean admits(MarketMarks marks) {
    return Identifier.isUsable(marks.getMarket())
        && marks.getMarks().size() <= MOST_INSTRUMENTS
        && marks.getMarks().stream()
            .allMatch(
                m ->
                    Identifier.isUsable(m.getSymbol())
                        && Identifier.isUsableOrBlank(m.getCurrency())
                        && (m.getCalendar() == null || Identifier.isUsableOrBlank(m.getCalendar()))
                        && fit(
                            m.getPrice(),
                            m.getLotSize(),
                            m.getTickSize(),
                            m.getContractMultiplier(),
                            m.getBid(),
                            m.getAsk()));
  }

  public static boolean admits(MarketState state) {
    return Identifier.isUsable(state.getMarket())
        && state.getSymbols().size() <= MOST_INSTRUMENTS
        && state.getCorrelations().size() <= MOST_INSTRUMENTS * (MOST_INSTRUMENTS - 1) / 2
        && state.getRegimeSource().length() <= LONGEST_TEXT
        && areUsable(state.getRegimeProbabilities().keySet(), MOST_PROBABILITIES)
        && state.getRegimeProbabilities().values().stream().allMatch(Double::isFinite)
        && Stream.of(
                state.getBarsPerYear(),
                state.getRegimeConfidence(),
                state.getAverageCorrelation(),
                state.getLargestEigenvalueShare())
            .allMatch(Double::isFinite)
        && state.getCorrelations().stream().allMatch(Double::isFinite)
        && state.getSymbols().stream()
            .allMatch(
                s ->
                    Identifier.isUsable(s.getSymbol())
                        && Identifier.isUsableOrBlank(s.getCurrency())
                        && Double.isFinite(s.getVolatility())
                        && fit(s.getPrice(), s.getLotSize(), s.getContractMultiplier()));
  }

  public static boolean admits(BudgetUpdate budget) {
    return Identifier.isUsable(budget.getPortfolioId())
        && Identifier.isUsable(budget.getMarket())
        && budget.getLeverageLimitBoundBy().length() <= LONGEST_TEXT
        && budget.getStrategies().size() <= MOST_STRATEGIES
        && budget.getSymbols().size() <= MOST_INSTRUMENTS
        && areUsable(budget.getOverrides(), MOST_OVERRIDES)
        && budget.getStrategies().stream()
            .allMatch(
                s ->
                    Identifier.isUsable(s.getStrategyId())
                        && s.getBoundBy().length() <= LONGEST_TEXT)
        && budget.getSymbols().stream()
            .allMatch(
                s -> Identifier.isUsable(s.getSymbol()) && s.getBoundBy().length() <= LONGEST_TEXT);
  }

  public static boolean admits(RiskOverride override) {
    return (override.getScopeId() == null || Identifier.isUsableOrBlank(override.getScopeId()))
        && (override.getOrderId() == null || Identifier.isUsableOrBlank(override.getOrderId()))
        && shows(override.getAuthor(), LONGEST_PERSON)
        && shows(override.getReason(), LONGEST_TEXT);
  }

  public static boolean admits(Portfolio portfolio) {
    return Identifier.isUsable(portfolio.getMarket())
        && Identifier.isUsable(portfolio.getBaseCurrency())
        && areUsable(portfolio.getRestrictedSymbols(), MOST_INSTRUMENTS)
        && portfolio.getStrategies().size() <= MOST_STRATEGIES
        && portfolio.getGroups().size() <= MOST_GROUPS
        && portfolio.getStrategies().stream()
            .allMatch(
                s ->
                    Identifier.isUsable(s.getStrategyId())
                        && areUsable(s.getSymbols(), MOST_INSTRUMENTS))
        && portfolio.getStrategies().stream()
                .flatMap(s -> s.getSymbols().stream())
                .distinct()
                .count()
            <= MOST_INSTRUMENTS
        && portfolio.getGroups().stream()
            .allMatch(
                g ->
                    Identifier.isUsable(g.getGroupId())
                        && areUsable(g.getStrategies(), MOST_STRATEGIES))
        && (portfolio.getHardLimits() == null
            || areUsable(portfolio.getHardLimits().getPositionLimits().keySet(), MOST_INSTRUMENTS));
  }

  private static boolean shows(String text, int longest) {
    return text.length() <= longest && !text.matches("(?s).*\\p{Cf}.*");
  }

  private static boolean areUsable(Collection<String> ids, int most) {
    return ids.size() <= most && ids.stream().allMatch(Identifier::isUsable);
  }

  private static boolean fit(BigDecimal... numbers) {
    return Stream.of(numbers).allMatch(number -> number == null || Rounding.fits(number));
  }
}
