package com.alphapulse.riskbudget.backtest.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Cash and units of one portfolio, exact, as the budget stage keeps them. Cash earns nothing and
 * borrowing costs nothing; trading costs basis points of the notional.
 */
public final class Account {
  /** Decimal places of quantities and fees on the wire. */
  private static final int SCALE = 8;

  private final BigDecimal[] units;
  private final BigDecimal costRate;
  private BigDecimal cash;

  /**
   * One trade.
   *
   * @param quantity units, below 0 for a sale, never 0
   */
  public record Trade(int symbol, BigDecimal quantity, BigDecimal price, BigDecimal fee) {

    BigDecimal notional() {
      return quantity.abs().multiply(price);
    }
  }

  Account(BigDecimal cash, int symbols, double costBps) {
    this.cash = cash;
    this.units = new BigDecimal[symbols];
    Arrays.fill(units, BigDecimal.ZERO);
    this.costRate = BigDecimal.valueOf(costBps).movePointLeft(4);
  }

  BigDecimal equity(BigDecimal[] marks) {
    BigDecimal equity = cash;
    for (int s = 0; s < units.length; s++) {
      equity = equity.add(units[s].multiply(marks[s]));
    }
    return equity;
  }

  /** Notional of each position divided by equity. */
  double[] weights(BigDecimal[] marks, BigDecimal equity) {
    double base = equity.doubleValue();
    double[] weights = new double[units.length];
    for (int s = 0; s < weights.length; s++) {
      weights[s] = units[s].multiply(marks[s]).doubleValue() / base;
    }
    return weights;
  }

  /** Value of all positions divided by equity. */
  double invested(BigDecimal equity) {
    return 1 - cash.doubleValue() / equity.doubleValue();
  }

  /**
   * What takes a position to a weight of an equity; null where that is nothing.
   *
   * @param equity on which the weight is reckoned
   */
  Trade towards(int symbol, double weight, BigDecimal equity, BigDecimal mark) {
    BigDecimal wanted =
        new BigDecimal(weight).multiply(equity).divide(mark, SCALE, RoundingMode.DOWN);
    BigDecimal quantity = wanted.subtract(units[symbol]);
    if (quantity.signum() == 0) {
      return null;
    }
    BigDecimal fee =
        quantity.abs().multiply(mark).multiply(costRate).setScale(SCALE, RoundingMode.HALF_EVEN);
    return new Trade(symbol, quantity, mark, fee);
  }

  void book(Trade trade) {
    units[trade.symbol()] = units[trade.symbol()].add(trade.quantity());
    cash = cash.subtract(trade.quantity().multiply(trade.price())).subtract(trade.fee());
  }
}
