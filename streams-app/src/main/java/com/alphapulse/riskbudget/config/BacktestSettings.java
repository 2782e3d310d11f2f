package com.alphapulse.riskbudget.config;

import com.alphapulse.riskbudget.domain.AssetClass;
import java.util.Map;

/**
 * How a backtest is set up ({@code backtest}).
 *
 * @param assetClasses by symbol; one that is missing takes the class of the bundled list
 * @param riskShares share of the portfolio's risk by symbol; empty for one strategy over all
 *     symbols
 * @param warmUpYears years that only warm up and set the volatility target
 * @param staticEquityWeight weight of shares in the static portfolio where there is anything else
 * @param cashRate interest on cash and price of borrowing, simple, a year, as a fraction
 * @param bootstrapDraws histories drawn
 * @param bootstrapBlockBars length of the blocks that they are drawn in
 * @param bootstrapSeed of the draws
 */
public record BacktestSettings(
    Map<String, AssetClass> assetClasses,
    Map<String, Double> riskShares,
    int warmUpYears,
    double staticEquityWeight,
    double cashRate,
    int bootstrapDraws,
    int bootstrapBlockBars,
    int bootstrapSeed) {

  public BacktestSettings {
    assetClasses = Map.copyOf(assetClasses);
    riskShares = Map.copyOf(riskShares);
  }

  static BacktestSettings read(ConfigNode node) {
    return new BacktestSettings(
        node.choices(
            "asset_classes",
            AssetClass.class,
            "Asset class by symbol. A symbol that is missing takes the class that the bundled list has for it, else `equity`."),
        node.numbers(
            "risk_shares",
            0.0001,
            1e6,
            "Share of the portfolio's risk by symbol, each its own strategy; only these symbols are held. Without any, all symbols are held, as one strategy."),
        node.integer(
            "warm_up_years",
            3,
            1,
            50,
            "Years of prices that only warm up the risk model and set the volatility target."),
        node.number(
            "static_equity_weight",
            0.6,
            0,
            1,
            "Weight of shares in the static portfolio where there are other assets too; both parts are spread equally."),
        node.number(
            "cash_rate",
            0,
            -0.1,
            1,
            "Interest on cash and price of borrowing, a year, as a fraction; Sharpe ratios are of the return above it."),
        node.integer(
            "bootstrap_draws", 1000, 10, 100_000, "Histories drawn to see how far luck goes."),
        node.integer("bootstrap_block_bars", 63, 1, 10_000, "Bars in a block of such a history."),
        node.integer(
            "bootstrap_seed", 20010917, 0, Integer.MAX_VALUE, "Seed of the random blocks."));
  }
}
