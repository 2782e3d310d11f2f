package com.alphapulse.riskbudget.domain;

import java.util.List;
import java.util.Map;

/**
 * Risk model and regime of a market at the close of a bar.
 *
 * @param sequence grows by one with every snapshot of the market
 * @param asOf event time, milliseconds
 * @param bars bars that the risk model has seen
 * @param warmedUp whether the risk model has seen enough of them
 * @param regimeProbabilities by regime; empty where the detector has none
 * @param regimeSince event time of the detection, milliseconds
 * @param symbols instruments, in the order of the correlations
 * @param correlations row {@code i} holds the correlations of instrument {@code i} with {@code 0 …
 *     i-1}
 * @param averageCorrelation mean of the correlations between instruments that move; 0 without two
 * @param largestEigenvalueShare largest eigenvalue of the correlation matrix divided by the number
 *     of instruments: the share of the variance that one factor explains; 0 where it is not told
 */
public record MarketSnapshot(
    String market,
    long sequence,
    long asOf,
    long bars,
    double barsPerYear,
    boolean warmedUp,
    Regime regime,
    double regimeConfidence,
    Map<Regime, Double> regimeProbabilities,
    long regimeSince,
    String regimeSource,
    List<SymbolRisk> symbols,
    double[][] correlations,
    double averageCorrelation,
    double largestEigenvalueShare) {

  /**
   * One instrument of the snapshot.
   *
   * @param price last price of the bar
   * @param volatility forecast, annualised, as a fraction
   */
  public record SymbolRisk(
      InstrumentSpec instrument, java.math.BigDecimal price, double volatility) {}

  /** The same with other prices, by symbol; where there is none, the snapshot's own stays. */
  public MarketSnapshot pricedAt(Map<String, java.math.BigDecimal> prices) {
    List<SymbolRisk> priced =
        symbols.stream()
            .map(
                symbol ->
                    new SymbolRisk(
                        symbol.instrument(),
                        prices.getOrDefault(symbol.instrument().symbol(), symbol.price()),
                        symbol.volatility()))
            .toList();
    return new MarketSnapshot(
        market,
        sequence,
        asOf,
        bars,
        barsPerYear,
        warmedUp,
        regime,
        regimeConfidence,
        regimeProbabilities,
        regimeSince,
        regimeSource,
        priced,
        correlations,
        averageCorrelation,
        largestEigenvalueShare);
  }

  public MarketSnapshot {
    symbols = List.copyOf(symbols);
    regimeProbabilities = Map.copyOf(regimeProbabilities);
  }
}
