package com.alphapulse.riskbudget.domain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Risk model and regime of a market at the close of a bar.
 *
 * @param sequence grows by one with every snapshot of the market
 * @param asOf event time, milliseconds
 * @param bars bars that the risk model has seen
 * @param warmedUp whether the risk model has seen enough of them
 * @param symbols instruments, in the order of the correlations
 * @param unmodelled instruments that have a price and no risk model yet, by symbol: what is held of
 *     them is worth that price all the same; none as a bar leaves it
 */
public record MarketSnapshot(
    String market,
    long sequence,
    long asOf,
    long bars,
    double barsPerYear,
    boolean warmedUp,
    Detected regime,
    List<SymbolRisk> symbols,
    Correlations correlations,
    Map<String, MarkedPrice> unmodelled) {

  /**
   * One instrument of the snapshot.
   *
   * @param price last price of the bar
   * @param volatility forecast, annualised, as a fraction
   */
  public record SymbolRisk(
      InstrumentSpec instrument, java.math.BigDecimal price, double volatility) {

    private SymbolRisk at(MarkedPrice latest) {
      return new SymbolRisk(latest.instrument(), latest.price(), volatility);
    }
  }

  /**
   * The regime of the market.
   *
   * @param probabilities by regime; empty where the detector has none
   * @param since event time of the detection, milliseconds
   */
  public record Detected(
      Regime regime,
      double confidence,
      Map<Regime, Double> probabilities,
      long since,
      String source) {

    public Detected {
      probabilities = Map.copyOf(probabilities);
    }
  }

  /**
   * How the instruments move together.
   *
   * @param rows row {@code i} holds the correlations of instrument {@code i} with {@code 0 … i-1}
   * @param average mean of the correlations between instruments that move; 0 without two
   * @param largestEigenvalueShare largest eigenvalue of the correlation matrix divided by the
   *     number of instruments: the share of the variance that one factor explains; 0 where it is
   *     not told
   */
  public record Correlations(double[][] rows, double average, double largestEigenvalueShare) {}

  /**
   * The same at the latest marks: with their prices and the contracts that they tell of, and with
   * the instruments beside that have no bar yet.
   *
   * @param marks by symbol; what has none stays as it is
   */
  public MarketSnapshot pricedAt(Map<String, MarkedPrice> marks) {
    return with(
        marks,
        symbols.stream()
            .map(
                symbol -> {
                  MarkedPrice latest = marks.get(symbol.instrument().symbol());
                  return latest == null ? symbol : symbol.at(latest);
                })
            .toList());
  }

  /**
   * The same at the prices of its own bar, with the instruments beside that have no bar yet at
   * their latest marks; so is one whose currency has changed since the bar.
   *
   * @param marks by symbol
   */
  public MarketSnapshot atItsBar(Map<String, MarkedPrice> marks) {
    return with(
        marks,
        symbols.stream()
            .map(
                symbol -> {
                  MarkedPrice latest = marks.get(symbol.instrument().symbol());
                  boolean same =
                      latest == null
                          || latest.instrument().currency().equals(symbol.instrument().currency());
                  return same ? symbol : symbol.at(latest);
                })
            .toList());
  }

  private MarketSnapshot with(Map<String, MarkedPrice> marks, List<SymbolRisk> priced) {
    Map<String, MarkedPrice> others = new HashMap<>(marks);
    symbols.forEach(symbol -> others.remove(symbol.instrument().symbol()));
    return new MarketSnapshot(
        market, sequence, asOf, bars, barsPerYear, warmedUp, regime, priced, correlations, others);
  }

  public MarketSnapshot {
    symbols = List.copyOf(symbols);
    unmodelled = Map.copyOf(unmodelled);
  }
}
