package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.Priority;
import com.alphapulse.riskbudget.avro.ProposedTrade;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.RegimeParameters;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.StrategyBudget;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import com.alphapulse.riskbudget.avro.Trigger;
import com.alphapulse.riskbudget.avro.TriggerType;
import com.alphapulse.riskbudget.avro.WeightChange;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.performance.Performance;
import com.alphapulse.riskbudget.budget.trades.Recommendation;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import com.alphapulse.riskbudget.topology.wire.MarketWire;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** Between the budget stage's values and the wire's records. */
public final class BudgetWire {

  private BudgetWire() {}

  public static BudgetUpdate budget(Budget budget) {
    var parameters = budget.regime().parameters();
    return BudgetUpdate.newBuilder()
        .setPortfolioId(budget.portfolioId())
        .setVersion(budget.version())
        .setCause(com.alphapulse.riskbudget.avro.BudgetCause.valueOf(budget.cause().name()))
        .setAsOf(Instant.ofEpochMilli(budget.asOf()))
        .setMarket(budget.market().market())
        .setMarketSequence(budget.market().sequence())
        .setRegime(MarketWire.regime(budget.regime().regime()))
        .setRegimeConfidence(budget.regime().confidence())
        .setRegimeSince(Instant.ofEpochMilli(budget.regime().since()))
        .setRegimeParameters(
            new RegimeParameters(
                parameters.equityAllocation(),
                parameters.leverageLimit(),
                parameters.volTarget(),
                parameters.method().name()))
        .setEquity(Decimals.down(budget.equity()))
        .setForecastVolatility(budget.volatility().forecast())
        .setRealisedVolatility(orNull(budget.volatility().realised()))
        .setTargetVolatility(parameters.volTarget())
        .setVolatilityLimit(orNull(budget.volatility().limit()))
        .setTargetLeverage(budget.targetLeverage())
        .setLeverageLimit(budget.leverageLimit().value())
        .setLeverageLimitBoundBy(budget.leverageLimit().source().text())
        .setAverageCorrelation(budget.market().averageCorrelation())
        .setStrategies(budget.strategies().stream().map(BudgetWire::strategy).toList())
        .setSymbols(budget.symbols().stream().map(BudgetWire::symbol).toList())
        .setOverrides(budget.overrides())
        .setPerformance(performance(budget.performance()))
        .build();
  }

  static RebalanceRecommendation recommendation(Recommendation recommendation) {
    return RebalanceRecommendation.newBuilder()
        .setRecommendationId(recommendation.recommendationId())
        .setPortfolioId(recommendation.budget().portfolioId())
        .setAsOf(Instant.ofEpochMilli(recommendation.budget().asOf()))
        .setBudgetVersion(recommendation.budget().version())
        .setRegime(MarketWire.regime(recommendation.budget().regime().regime()))
        .setPriority(Priority.valueOf(recommendation.priority().name()))
        .setTriggers(
            recommendation.triggers().stream()
                .map(
                    trigger ->
                        new Trigger(
                            TriggerType.valueOf(trigger.type().name()),
                            trigger.scopeId().orElse(null),
                            trigger.observed(),
                            trigger.threshold()))
                .toList())
        .setWeights(
            recommendation.weights().stream()
                .map(w -> new WeightChange(w.symbol(), w.currentWeight(), w.targetWeight()))
                .toList())
        .setTrades(
            recommendation.trades().stream()
                .map(
                    trade ->
                        new ProposedTrade(
                            trade.symbol(),
                            Side.valueOf(trade.side().name()),
                            Decimals.down(trade.quantity()),
                            Decimals.down(trade.notional()),
                            trade.strategyId()))
                .toList())
        .setTurnover(recommendation.turnover())
        .setEstimatedCost(Decimals.up(recommendation.estimatedCost()))
        .setExpectedVolatilityBefore(recommendation.expectedVolatilityBefore())
        .setExpectedVolatilityAfter(recommendation.expectedVolatilityAfter())
        .build();
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static StrategyBudget strategy(Budget.StrategyBudget strategy) {
    return new StrategyBudget(
        strategy.strategyId(),
        strategy.riskShare(),
        strategy.capitalWeight(),
        Decimals.down(strategy.allocatedCapital()),
        Decimals.down(strategy.exposureLimit()),
        strategy.riskContribution(),
        strategy.source().text());
  }

  private static SymbolBudget symbol(Budget.SymbolBudget symbol) {
    return new SymbolBudget(
        symbol.symbol(),
        symbol.targetWeight(),
        Decimals.down(symbol.positionLimit()),
        symbol.riskContribution(),
        symbol.source().text());
  }

  private static com.alphapulse.riskbudget.avro.Performance performance(
      Optional<Performance> performance) {
    return performance
        .map(
            p ->
                new com.alphapulse.riskbudget.avro.Performance(
                    p.bars(),
                    p.earned().total(),
                    p.earned().volatility(),
                    p.earned().sharpe(),
                    p.earned().drawdown(),
                    p.earned().maxDrawdown(),
                    p.budgetUtilization(),
                    p.shadow().total(),
                    p.shadow().volatility(),
                    p.shadow().sharpe(),
                    p.shadow().drawdown(),
                    p.shadow().maxDrawdown(),
                    p.budgetUtilizationTail(),
                    p.returnPerRisk(),
                    orNull(p.regimeResponseMillis()),
                    p.overridesPerYear()))
        .orElse(null);
  }
}
