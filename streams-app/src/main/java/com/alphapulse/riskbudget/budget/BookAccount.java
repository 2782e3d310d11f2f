package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.domain.account.Account;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.HeldReports;
import com.alphapulse.riskbudget.domain.account.OrderState;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/**
 * A book as the rule for execution reports sees it.
 *
 * @param multipliers money that one unit of a symbol at a price of 1 is worth, where it is known
 */
record BookAccount(BookState state, Function<String, Optional<BigDecimal>> multipliers)
    implements Account {

  @Override
  public Optional<OrderState> order(String orderId) {
    return state.orders.order(orderId);
  }

  @Override
  public void remember(OrderState order) {
    state.orders.put(order);
  }

  @Override
  public HeldReports held() {
    return state.orders.held();
  }

  @Override
  public Optional<BigDecimal> multiplier(String symbol) {
    return multipliers.apply(symbol);
  }

  @Override
  public void book(
      ExecutionEvent event, BigDecimal quantity, BigDecimal fee, BigDecimal multiplier) {
    state.holdings.book(
        event.strategyId(),
        event.symbol(),
        event.side().signed(quantity),
        event.price().multiply(multiplier),
        fee);
    if (quantity.signum() != 0) {
      // A time that a report claims moves nothing: no fill is later than the latest look.
      state.performance.regimeResponse().onFill(Math.min(event.eventTime(), state.now));
    }
  }

  @Override
  public void release(OrderState order, BigDecimal quantity) {
    state.orders.free(order, quantity);
  }

  @Override
  public void file(OrderState order) {
    state.orders.file(order);
  }
}
