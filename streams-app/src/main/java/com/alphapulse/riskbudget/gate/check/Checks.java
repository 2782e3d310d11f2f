package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.Check;
import java.util.List;

/** Every check of the gate, in the order in which their findings are reported. */
public final class Checks {

  /** Apply to every order. */
  public static final List<Check> ALWAYS =
      List.of(
          new RoutedCorrectly(),
          new WellFormed(),
          new KnownAndPermitted(),
          new NewOrderId(),
          new IntentFresh(),
          new IntentNotAhead(),
          new NotHalted(),
          new PriceCollar());

  /** Apply unless the order only cuts risk. */
  public static final List<Check> UNLESS_REDUCING =
      List.of(
          new MayIncrease(),
          new PortfolioOpen(),
          new BudgetFresh(),
          new MarksFresh(),
          new InBaseCurrency(),
          new HeldInBaseCurrency(),
          new EquityAboveZero(),
          new LossWithinLimits(),
          new OrderRate(),
          new OpenOrders(),
          new OrderQuantity(),
          new OrderNotional(),
          new PositionLimit(),
          new Concentration(),
          new StrategyBudget(),
          new PortfolioLeverage(),
          new ExAnteVolatility());

  private Checks() {}
}
