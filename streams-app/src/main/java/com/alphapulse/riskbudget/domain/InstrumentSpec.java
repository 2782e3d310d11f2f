package com.alphapulse.riskbudget.domain;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Reference data of an instrument.
 *
 * @param currency ISO 4217 code; empty where it is not known
 * @param lotSize smallest tradable quantity step, in units, above 0
 * @param tickSize smallest price step, above 0
 * @param contractMultiplier notional per unit of quantity and price, above 0
 */
public record InstrumentSpec(
    String symbol,
    AssetClass assetClass,
    String currency,
    BigDecimal lotSize,
    BigDecimal tickSize,
    BigDecimal contractMultiplier) {

  /** Lot size of an instrument without reference data: whole units. */
  public static final BigDecimal DEFAULT_LOT_SIZE = BigDecimal.ONE;

  /** Tick size of an instrument without reference data: the wire's smallest step. */
  public static final BigDecimal DEFAULT_TICK_SIZE = new BigDecimal("0.00000001");

  /** Contract multiplier of an instrument without reference data. */
  public static final BigDecimal DEFAULT_CONTRACT_MULTIPLIER = BigDecimal.ONE;

  /**
   * The documented defaults for an instrument that no reference data describes.
   *
   * @param currency what is assumed of such instruments; empty for not known
   */
  public static InstrumentSpec defaults(String symbol, AssetClass assetClass, String currency) {
    return new InstrumentSpec(
        symbol,
        assetClass,
        currency,
        DEFAULT_LOT_SIZE,
        DEFAULT_TICK_SIZE,
        DEFAULT_CONTRACT_MULTIPLIER);
  }

  /**
   * Money in a portfolio's base currency that one unit at a price of 1 is worth; empty where the
   * instrument is priced in another one, or in one that is not known.
   */
  public Optional<BigDecimal> multiplierIn(String baseCurrency) {
    return currency.equals(baseCurrency) ? Optional.of(contractMultiplier) : Optional.empty();
  }
}
