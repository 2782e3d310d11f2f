package com.alphapulse.riskbudget.budget.trades;

import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.budget.limits.BudgetCalculator;
import com.alphapulse.riskbudget.budget.trades.Recommendation.ProposedTrade;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;

/**
 * Trades that move lines to their targets and pass the gate as they stand, one after the other,
 * whether or not the earlier ones have filled. Those that cut risk come first. Those that add to it
 * are cut down to the room that the limits leave while nothing of the others has filled; what is
 * left of them is for the next recommendation.
 */
final class TradePlan {

  /** Halvings by which a share is found; what it is off by is less than a lot of most orders. */
  private static final int HALVINGS = 24;

  private final PortfolioSpec spec;
  private final Universe universe;
  private final List<TradeLine> lines;
  private final TradeRoom room;
  private final boolean mayAdd;
  private final List<ProposedTrade> trades = new ArrayList<>();

  /**
   * A plan.
   *
   * @param mayAdd whether trades that add risk can pass at all
   */
  TradePlan(
      PortfolioSpec spec,
      Universe universe,
      List<TradeLine> lines,
      TradeRoom room,
      boolean mayAdd) {
    this.spec = spec;
    this.universe = universe;
    this.lines = lines;
    this.room = room;
    this.mayAdd = mayAdd;
  }

  /** The trades, in the order in which they are to be sent. */
  List<ProposedTrade> trades() {
    for (int l = 0; l < lines.size(); l++) {
      if (mayTrade(lines.get(l))) {
        cut(l, Side.SELL);
        cut(l, Side.BUY);
      }
    }
    if (mayAdd) {
      BigDecimal[] buys = buys();
      for (int l = 0; l < buys.length; l++) {
        add(l, Side.BUY, buys[l]);
      }
    }
    return trades;
  }

  /** Sells what is above the target, or buys back what is short. */
  private void cut(int l, Side side) {
    TradeLine line = lines.get(l);
    BigDecimal wanted =
        side == Side.SELL ? line.lower().subtract(line.target()) : line.upper().negate();
    BigDecimal quantity = wanted.min(room.cuttable(l, side));
    if (quantity.signum() > 0) {
      // What closes all that can be cut need not be a whole number of lots.
      quantity = room.cutsAll(l, side, quantity) ? quantity : lots(line, quantity);
      room.cut(l, side, quantity);
      add(l, side, quantity);
    }
  }

  private BigDecimal[] buys() {
    BigDecimal[] buys = new BigDecimal[lines.size()];
    for (int l = 0; l < buys.length; l++) {
      TradeLine line = lines.get(l);
      BigDecimal wanted = line.target().subtract(line.upper().max(BigDecimal.ZERO));
      boolean buy = line.strategy() >= 0 && wanted.signum() > 0 && mayTrade(line);
      buys[l] = buy ? lots(line, wanted) : BigDecimal.ZERO;
    }
    for (int s = 0; s < universe.size(); s++) {
      int member = s;
      scale(buys, linesOf(buys, line -> line.member() == member), b -> room.symbolHolds(member, b));
    }
    for (int k = 0; k < spec.strategies().size(); k++) {
      int strategy = k;
      scale(
          buys,
          linesOf(buys, line -> line.strategy() == strategy),
          b -> room.strategyHolds(strategy, b));
    }
    scale(buys, linesOf(buys, line -> true), room::portfolioHolds);
    return buys;
  }

  private int[] linesOf(BigDecimal[] buys, Predicate<TradeLine> wanted) {
    int[] chosen = new int[buys.length];
    int n = 0;
    for (int l = 0; l < buys.length; l++) {
      if (buys[l].signum() > 0 && wanted.test(lines.get(l))) {
        chosen[n++] = l;
      }
    }
    return Arrays.copyOf(chosen, n);
  }

  /** Replaces the chosen buys by the largest common share of them that holds. */
  private void scale(BigDecimal[] buys, int[] chosen, Predicate<BigDecimal[]> holds) {
    if (chosen.length == 0) {
      return;
    }
    double share = largestShare(candidate -> holds.test(scaled(buys, chosen, candidate)));
    System.arraycopy(scaled(buys, chosen, share), 0, buys, 0, buys.length);
  }

  private BigDecimal[] scaled(BigDecimal[] buys, int[] chosen, double share) {
    BigDecimal[] scaled = buys.clone();
    if (share < 1) {
      for (int l : chosen) {
        scaled[l] = lots(lines.get(l), buys[l].multiply(new BigDecimal(share)));
      }
    }
    return scaled;
  }

  private static double largestShare(DoublePredicate holds) {
    if (holds.test(1)) {
      return 1;
    }
    double good = 0;
    double bad = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (good + bad) / 2;
      if (holds.test(middle)) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return good;
  }

  private void add(int l, Side side, BigDecimal quantity) {
    if (quantity.signum() > 0) {
      TradeLine line = lines.get(l);
      BigDecimal notional =
          quantity
              .multiply(universe.unitNotional(line.member()))
              .setScale(BudgetCalculator.SCALE, RoundingMode.HALF_EVEN);
      trades.add(
          new ProposedTrade(
              line.strategyId(),
              universe.symbol(line.member()),
              side,
              quantity.setScale(BudgetCalculator.SCALE, RoundingMode.DOWN),
              notional));
    }
  }

  private boolean mayTrade(TradeLine line) {
    return !spec.restrictedSymbols().contains(universe.symbol(line.member()));
  }

  /** Rounded towards no trade. */
  private BigDecimal lots(TradeLine line, BigDecimal quantity) {
    BigDecimal lot = universe.instrument(line.member()).lotSize();
    return quantity.divide(lot, 0, RoundingMode.DOWN).multiply(lot);
  }
}
